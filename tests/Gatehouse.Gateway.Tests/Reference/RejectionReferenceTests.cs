using System.Text;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Gateway.Hygiene;
using Gatehouse.TestKit.Documents;
using Xunit;

namespace Gatehouse.Gateway.Tests.Reference;

public sealed class RejectionReferenceTests
{
    [Fact]
    public void Threat_model_has_the_table_of_rejections()
    {
        var text = new StringBuilder("| Reason | Status | When |\n|---|---|---|\n");
        foreach (var reason in Enum.GetValues<RejectionReason>().Where(r => r != RejectionReason.None))
        {
            var row = RejectionReasons.Of(reason);
            string status = row.Status == 0 ? "the plugin's" : $"{row.Status}";
            text.Append("| `").Append(row.Label).Append("` | ").Append(status).Append(" | ").Append(row.Log).Append(" |\n");
        }

        string expected = text.ToString();
        Assert.Equal(expected, GeneratedBlock.Read("docs/security/threat-model.md", "rejections", expected));
    }
}
