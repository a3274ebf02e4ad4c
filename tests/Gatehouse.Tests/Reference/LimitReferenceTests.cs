using System.Globalization;
using Gatehouse.Composition;
using Gatehouse.Net.Http1;
using Gatehouse.Settings;
using Gatehouse.TestKit.Documents;
using Xunit;

namespace Gatehouse.Tests.Reference;

/// <summary>The limits of client connections in the threat model are those of a node without settings.</summary>
public sealed class LimitReferenceTests
{
    [Fact]
    public void Threat_model_has_every_limit_with_its_effective_default()
    {
        var settings = SettingsLoader.Parse("/gatehouse.yaml", "", new Dictionary<string, string>(), "/").Settings;
        Assert.NotNull(settings);
        var limits = SettingsMapping.ToLimits(settings.Clients);
        var rows = DocumentTable.Read("docs/security/threat-model.md", nameof(Http1ServerLimits));

        Assert.Equal(
            typeof(Http1ServerLimits).GetProperties().Where(p => p.PropertyType.IsPrimitive).Select(p => (p.Name, Text(p.GetValue(limits)!))),
            rows.Select(r => (r[0], r[1])));
        Assert.All(rows, r => Assert.NotEmpty(r[2]));
    }

    private static string Text(object value)
        => value is long.MaxValue ? "none" : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
