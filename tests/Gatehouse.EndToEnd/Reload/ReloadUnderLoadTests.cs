using Gatehouse.EndToEnd.Leaks;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Xunit;
using Xunit.Abstractions;

namespace Gatehouse.EndToEnd.Reload;

/// <summary>Reloads of a 1,000-route file while clients send.</summary>
[Collection(QuietCollection.Name)]
public sealed class ReloadUnderLoadTests(ITestOutputHelper output)
{
    private const int Reloaded = 20;

    /// <summary>
    /// The goal, twice the undisturbed 99th percentile with a reload a second, is measured by <c>./bench reload</c>. Here reloads come
    /// back to back, and load generator, origin and gateway share the cores with other work: this much is allowed so that the test
    /// fails for a stall of the loops and not for a busy machine; the true figures are printed.
    /// </summary>
    private const double NoiseMilliseconds = 60;

    private const long ToleratedBytes = 24 << 20;

    [Fact]
    public async Task Reloads_drop_nothing_and_delay_little()
    {
        await using var origin = await NginxOrigin.StartAsync();
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = RouteFile.Of(0, origin.Port) });
        using var reloads = new Reloads(gateway);
        var load = new SteadyLoad(gateway.Ports.Proxy, clients: 16);
        var ignored = await load.RunAsync(() => ReloadAsync(reloads, 1, 3, origin.Port)); // code is compiled, pools are warm
        var quiet = await load.RunAsync(() => TicksAsync(3000));
        var disturbed = await load.RunAsync(() => ReloadAsync(reloads, 10, Reloaded, origin.Port));
        output.WriteLine($"warm-up {ignored.Count}; quiet: {quiet.Count} requests, p99 {quiet.P99:F2} ms; {Reloaded} reloads: {disturbed.Count} requests, p99 {disturbed.P99:F2} ms, ratio {disturbed.P99 / quiet.P99:F2}");
        Assert.Empty(load.Failures);
        Assert.InRange(quiet.Count, 500, int.MaxValue);
        Assert.InRange(disturbed.Count, 500, int.MaxValue);
        Assert.InRange(disturbed.P99, 0, (2 * quiet.P99) + NoiseMilliseconds);
    }

    [Fact]
    public async Task Two_hundred_reloads_leave_memory_flat()
    {
        await using var origin = await NginxOrigin.StartAsync();
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = RouteFile.Of(0, origin.Port) });
        using var reloads = new Reloads(gateway);
        for (int i = 1; i <= 100; i++)
        {
            Assert.Equal(System.Net.HttpStatusCode.Created, await reloads.PostAsync(RouteFile.Of(i, origin.Port, routes: 100)));
        }

        long half = gateway.Process.ResidentBytes;
        int files = gateway.Process.OpenFiles;
        for (int i = 101; i <= 200; i++)
        {
            Assert.Equal(System.Net.HttpStatusCode.Created, await reloads.PostAsync(RouteFile.Of(i, origin.Port, routes: 100)));
        }

        long end = gateway.Process.ResidentBytes;
        output.WriteLine($"resident after 100 reloads {half >> 20} MiB, after 200 {end >> 20} MiB; files {files} -> {gateway.Process.OpenFiles}");
        Assert.InRange(end - half, long.MinValue, ToleratedBytes);
        Assert.InRange(gateway.Process.OpenFiles, 0, files + 4);
    }

    private static async Task ReloadAsync(Reloads reloads, int from, int count, int port)
    {
        for (int i = from; i < from + count; i++)
        {
            await reloads.ApplyAsync(i, RouteFile.Of(i, port));
        }
    }

    /// <summary>Lets the load run for that long.</summary>
    private static async Task TicksAsync(int milliseconds)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(milliseconds));
        await timer.WaitForNextTickAsync();
    }
}
