using System.Globalization;
using Gatehouse.Gateway.Http2.Server;
using Gatehouse.Net.Http1;
using Gatehouse.TestKit.Documents;
using Xunit;

namespace Gatehouse.Gateway.Tests.Reference;

/// <summary>The limits in the threat model are those of the code, all of them.</summary>
public sealed class LimitReferenceTests
{
    public static TheoryData<string> Records => ["Http2ServerLimits", "FrameLimits", "Http1ClientLimits"];

    [Theory]
    [MemberData(nameof(Records))]
    public void Threat_model_has_every_limit_with_its_default(string record)
    {
        object limits = record switch
        {
            "Http2ServerLimits" => new Http2ServerLimits(),
            "FrameLimits" => new FrameLimits(),
            _ => new Http1ClientLimits(),
        };
        var rows = DocumentTable.Read("docs/security/threat-model.md", record);

        Assert.Equal(Values(limits), rows.Select(r => (r[0], r[1])));
        Assert.All(rows, r => Assert.NotEmpty(r[2]));
    }

    private static IEnumerable<(string, string)> Values(object limits)
        => limits.GetType().GetProperties()
            .Where(p => p.PropertyType.IsPrimitive || p.PropertyType == typeof(TimeSpan))
            .Select(p => (p.Name, Text(p.GetValue(limits)!)));

    private static string Text(object value)
        => value is TimeSpan time ? $"{time.TotalSeconds} s" : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
