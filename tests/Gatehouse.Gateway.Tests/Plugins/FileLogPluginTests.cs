using System.Text.Json;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class FileLogPluginTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"gatehouse-file-log-{Guid.NewGuid():N}.log");
    private readonly PluginBench _bench = new();

    public void Dispose()
    {
        _bench.Dispose();
        File.Delete(_path);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task Log_two_instances_share_the_file(string reopen)
    {
        string config = $$"""{"path":"{{_path}}","reopen":{{reopen}}}""";
        var first = _bench.Build("file-log", config);
        var second = _bench.Build("file-log", config);
        first.Log(new FakeExchange("GET", "/1").With("x-a", "1"));
        await first.DisposeAsync();
        second.Log(new FakeExchange("GET", "/2").With("x-a", "2"));
        await second.DisposeAsync();

        var entries = File.ReadAllLines(_path).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("request")).ToList();
        Assert.Equal(["/1", "/2"], entries.Select(r => r.GetProperty("uri").GetString()));
        Assert.Equal(["1", "2"], entries.Select(r => r.GetProperty("headers").GetProperty("x-a").GetString()));
    }

    [Theory]
    [InlineData("/tmp/a.log", true)]
    [InlineData("/tmp/*.log", false)]
    [InlineData("/tmp/a%b", false)]
    [InlineData("/tmp/`id`", false)]
    public void Schema_path_must_be_a_filename(string path, bool isValid)
        => Assert.Equal(isValid ? [] : ["path: not a valid filename"], _bench.Check("file-log", $$"""{"path":"{{path}}"}"""));
}
