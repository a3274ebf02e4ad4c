using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Commands;

/// <summary>The command line of the real program: what is printed, and the exit code.</summary>
public sealed class CommandTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Version_prints_the_version()
    {
        var (code, output, _) = await RunAsync("version");
        Assert.Equal(0, code);
        Assert.Matches(@"^gatehouse \d+\.\d+\.\d+", output);
    }

    [Fact]
    public async Task Check_of_a_good_file_exits_0()
    {
        string file = _folder.Write("kong.yml", "_format_version: \"3.0\"\nservices:\n- name: a\n  url: http://a.test\n");
        var (code, output, _) = await RunAsync("check", file);
        Assert.Equal(0, code);
        Assert.Contains("ok", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_of_a_bad_declarative_file_prints_every_error_and_exits_1()
    {
        string file = _folder.Write("kong.yml", "_format_version: \"3.0\"\nservices:\n- name: a\n  port: 99999\n  host: x\n- name: b\n  retries: -1\n");
        var (code, output, _) = await RunAsync("check", file);
        Assert.Equal(1, code);
        Assert.Contains("value should be between 0 and 65535", output, StringComparison.Ordinal);
        Assert.Contains("value should be between 0 and 32767", output, StringComparison.Ordinal);
        Assert.Contains("required field missing", output, StringComparison.Ordinal);
        Assert.Contains("3 errors", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_of_a_bad_settings_file_prints_every_error_and_the_nearest_key()
    {
        string file = _folder.Write("gatehouse.yaml", "proxy_lisen: 127.0.0.1:1\nlog_level: loud\n");
        var (code, output, _) = await RunAsync("check", file);
        Assert.Equal(1, code);
        Assert.Contains("proxy_listen", output, StringComparison.Ordinal);
        Assert.Contains("log_level", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_without_its_declarative_file_names_it_and_exits_1()
    {
        string file = _folder.Write("gatehouse.yaml", "declarative_config: absent.yml\nprefix: state\n");
        var (code, _, error) = await RunAsync("start", "--config", file);
        Assert.Equal(1, code);
        string absent = System.IO.Path.Combine(_folder.Path, "absent.yml");
        string line = Assert.Single(error.Split('\n'), static l => l.StartsWith("error: ", StringComparison.Ordinal));
        Assert.StartsWith($"error: {absent}: Could not find", line, StringComparison.Ordinal);
        Assert.EndsWith("make the file readable, or set declarative_config to another one", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_with_a_broken_declarative_file_prints_every_error_and_exits_1()
    {
        await using var gateway = GatehouseProcess.Launch(new GatehouseOptions { Declarative = "_format_version: \"3.0\"\nservices:\n- name: a\n  port: 99999\n" });
        Assert.Equal(1, await gateway.Process.WaitForExitAsync(Deadline));
        Assert.Contains("port", gateway.Process.Error, StringComparison.Ordinal);
        Assert.Contains("required field missing", gateway.Process.Error, StringComparison.Ordinal);
        Assert.Contains("Not started: 2 errors", gateway.Process.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_with_broken_settings_prints_every_error_and_exits_1()
    {
        await using var gateway = GatehouseProcess.Launch(new GatehouseOptions { Node = new Dictionary<string, string> { ["log_level"] = "loud", ["trusted_ipz"] = "1.2.3.4" } });
        Assert.Equal(1, await gateway.Process.WaitForExitAsync(Deadline));
        Assert.Contains("log_level", gateway.Process.Error, StringComparison.Ordinal);
        Assert.Contains("trusted_ips", gateway.Process.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("proxy_listen")]
    [InlineData("status_listen")]
    public async Task Start_on_a_port_in_use_says_so_and_exits_1(string setting)
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        int port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        await using var gateway = GatehouseProcess.Launch(new GatehouseOptions { Node = new Dictionary<string, string> { [setting] = $"127.0.0.1:{port}" } });
        Assert.Equal(1, await gateway.Process.WaitForExitAsync(Deadline));
        Assert.Contains("in use", gateway.Process.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"{port}", gateway.Process.Error, StringComparison.Ordinal);
    }

    // Opening the log was outside of everything that catches: the process died of it with a stack trace.
    [Theory]
    [InlineData("proxy_error_log")]
    [InlineData("proxy_access_log")]
    [InlineData("proxy_audit_log")]
    public async Task Start_with_a_log_in_a_missing_directory_says_so_and_exits_1(string setting)
    {
        string path = _folder.File("missing/a.log");
        await using var gateway = GatehouseProcess.Launch(new GatehouseOptions { Node = new Dictionary<string, string> { [setting] = path } });
        Assert.Equal(1, await gateway.Process.WaitForExitAsync(Deadline));
        Assert.Contains($"error: {setting}: the directory", gateway.Process.Error, StringComparison.Ordinal);
        Assert.Contains(path, gateway.Process.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", gateway.Process.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_into_a_full_device_exits_2_without_a_stack_trace()
    {
        string file = _folder.Write("kong.yml", "_format_version: \"3.0\"\n");
        await using var process = ChildProcess.Start("/bin/sh", ["-c", "\"$0\" check \"$1\" > /dev/full", GatehouseProcess.Executable, file]);
        Assert.Equal(2, await process.WaitForExitAsync(Deadline));
        await Eventually.TrueAsync(() => process.Error.Contains('\n', StringComparison.Ordinal), "the error to be said");
        Assert.StartsWith("the result cannot be written: ", process.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Error, StringComparison.Ordinal);
    }

    // script(1) gives the program a terminal of its own.
    [Fact]
    public async Task Check_on_a_terminal_writes_no_escape_sequence()
    {
        string file = _folder.Write("kong.yml", "_format_version: \"3.0\"\n");
        await using var process = ChildProcess.Start(
            "script", ["-qec", $"{GatehouseProcess.Executable} check {file}", "/dev/null"], new Dictionary<string, string> { ["TERM"] = "xterm" });
        Assert.Equal(0, await process.WaitForExitAsync(Deadline));
        await Eventually.TrueAsync(() => process.Output.Contains("ok", StringComparison.Ordinal), "the result to be said");
        Assert.DoesNotContain('\u001b', process.Output);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        await using var process = ChildProcess.Start(GatehouseProcess.Executable, arguments, workingDirectory: _folder.Path);
        int code = await process.WaitForExitAsync(Deadline);
        await Eventually.TrueAsync(() => process.Output.Length + process.Error.Length > 0, "the program to have said something");
        return (code, process.Output, process.Error);
    }
}
