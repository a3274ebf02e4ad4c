using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gatehouse.Composition;
using Gatehouse.Gateway;
using Gatehouse.Settings;
using Gatehouse.Tests.Settings;
using Gatehouse.Tls;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gatehouse.Tests.Composition;

/// <summary>How long a node takes for a large configuration.</summary>
public sealed class LargeConfigurationTests
{
    private const int Rounds = 4;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>
    /// With the framework's linear engine, 1,000 regex routes took seconds to validate and 600 MB to keep: a reload was an outage.
    /// </summary>
    [Fact]
    public async Task Thousand_regex_routes_are_read_and_built_in_under_a_second()
    {
        var (reading, building) = await MeasureAsync(1_000, static i =>
            $"paths: ['~/service-{i}/(?<id>\\d+)/items$'], headers: {{ x-version: ['~*^v[0-9]+(\\.[0-9]+)*$'] }}");
        Assert.True(reading + building < Limit, $"{reading.TotalMilliseconds:F0} ms to read, {building.TotalMilliseconds:F0} ms to build");
    }

    [Fact]
    public async Task Ten_thousand_routes_are_built_into_a_snapshot_in_under_a_second()
    {
        var (_, building) = await MeasureAsync(10_000, static i => $"hosts: [tenant-{i}.example.test], paths: [/api/{i % 10}]");
        Assert.True(building < Limit, $"{building.TotalMilliseconds:F0} ms to build");
    }

    /// <summary>The best of a few rounds: the first runs code that is not compiled yet, and the machine is not ours alone.</summary>
    private static async Task<(TimeSpan Reading, TimeSpan Building)> MeasureAsync(int count, Func<int, string> route)
    {
        var prefix = Directory.CreateTempSubdirectory("gatehouse-test-");
        var certificate = new DefaultCertificate(prefix.FullName, TimeProvider.System).LoadOrCreate(out _);
        prefix.Delete(recursive: true);
        var settings = SettingsText.Good(SettingsText.Yaml("proxy_listen: off"));
        await using var runtime = new GatewayRuntime(
            SettingsMapping.ToRuntime(settings, certificate, Guid.NewGuid(), new DescriptorBudget(long.MaxValue, 1), NullLoggerFactory.Instance), TimeProvider.System, NullLoggerFactory.Instance);
        string text = Document(count, route);
        var (reading, building) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (int round = 0; round < Rounds; round++)
        {
            // Another text each time: an unchanged configuration is not built again.
            var watch = Stopwatch.StartNew();
            var result = NodeHost.ReaderOf(settings).Read($"{text}# {round}\n");
            reading = watch.Elapsed < reading ? watch.Elapsed : reading;
            Assert.Empty(result.Errors);
            Assert.Equal(count, result.Config!.Routes.Count);
            watch.Restart();
            Assert.Empty(await runtime.Target.ApplyAsync(result.Config, CancellationToken.None));
            building = watch.Elapsed < building ? watch.Elapsed : building;
        }

        return (reading, building);
    }

    private static string Document(int count, Func<int, string> route)
    {
        var text = new StringBuilder("_format_version: '3.0'\nservices:\n- name: one\n  url: http://127.0.0.1:9\n  routes:\n");
        for (int i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - {{ name: r{i}, {route(i)} }}\n");
        }

        return text.ToString();
    }
}
