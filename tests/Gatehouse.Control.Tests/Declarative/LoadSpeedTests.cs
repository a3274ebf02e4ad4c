using System.Diagnostics;
using System.Text;
using Gatehouse.Control.Declarative;
using Xunit;
using Xunit.Abstractions;

namespace Gatehouse.Control.Tests.Declarative;

/// <summary>Loading 10,000 services with a route each. The figures are printed; the bound only catches a change of order.</summary>
public sealed class LoadSpeedTests(ITestOutputHelper output)
{
    private const int Count = 10_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_ten_thousand_routes_takes_well_under_a_second(bool asJson)
    {
        string text = asJson ? Json() : Yaml();
        var loader = Loading.Loader();
        var best = TimeSpan.MaxValue;
        for (int i = 0; i < 4; i++)
        {
            long start = Stopwatch.GetTimestamp();
            var result = loader.Load(text);
            var took = Stopwatch.GetElapsedTime(start);
            Assert.Equal(Count, result.Config!.Routes.Count);
            best = took < best ? took : best;
        }

        output.WriteLine($"{(asJson ? "JSON" : "YAML")} {text.Length / 1024} KiB: {best.TotalMilliseconds:F0} ms");

        // Forty times what it takes on a quiet machine: catches quadratic behaviour, not a busy neighbour.
        Assert.True(best < TimeSpan.FromSeconds(15), $"took {best}");
    }

    private static string Yaml()
    {
        var text = new StringBuilder("_format_version: \"3.0\"\nservices:\n");
        for (int i = 0; i < Count; i++)
        {
            text.Append($"- name: s{i}\n  url: http://h{i}.test:8080/v1\n  routes:\n  - name: r{i}\n    hosts: [a{i}.test]\n    paths: [/p{i}]\n");
        }

        return text.ToString();
    }

    private static string Json()
    {
        var rows = Enumerable.Range(0, Count).Select(i =>
            $$"""{"name":"s{{i}}","url":"http://h{{i}}.test:8080/v1","routes":[{"name":"r{{i}}","hosts":["a{{i}}.test"],"paths":["/p{{i}}"]}]}""");
        return $$"""{"_format_version":"3.0","services":[{{string.Join(',', rows)}}]}""";
    }
}
