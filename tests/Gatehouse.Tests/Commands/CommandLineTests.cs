using Xunit;

namespace Gatehouse.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly CommandLine _line = new() { NodeExitCode = 17 };

    public void Dispose() => _line.Dispose();

    [Theory]
    [InlineData("version")]
    [InlineData("--version")]
    public async Task Version_is_printed(string argument)
    {
        Assert.Equal(0, await _line.RunAsync(argument));
        Assert.Equal("gatehouse 1.2.3\n", _line.Out.ToString());
    }

    [Fact]
    public async Task Help_names_the_commands()
    {
        Assert.Equal(0, await _line.RunAsync("--help"));
        var help = _line.Out.ToString();
        Assert.All(["start", "check", "key", "password", "version"], command => Assert.Contains(command, help, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData]
    [InlineData("begin")]
    [InlineData("check")]
    [InlineData("start", "--nonsense")]
    [InlineData("start", "--config")]
    public async Task Usage_wrong_is_2_and_says_so(params string[] args)
    {
        Assert.Equal(2, await _line.RunAsync(args));
        Assert.Contains("gatehouse --help", _line.Error.ToString(), StringComparison.Ordinal);
        Assert.Null(_line.Started);
    }

    [Theory]
    [InlineData("kye", "Did you mean 'key'?")]
    [InlineData("chekc", "Did you mean 'check'?")]
    public async Task Misspelt_command_is_told_the_nearest(string command, string expected)
    {
        Assert.Equal(2, await _line.RunAsync(command, "kong.yml"));
        Assert.Contains(expected, _line.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_hands_the_settings_over_and_gives_the_exit_code_back()
    {
        _line.Write("other.yaml", "log_level: error\n");
        Assert.Equal(17, await _line.RunAsync("start", "--config", "other.yaml"));
        Assert.Equal("error", _line.Started!.Logs.Level);
    }

    [Fact]
    public async Task Start_without_config_reads_the_default_file()
    {
        _line.Write("gatehouse.yaml", "log_level: crit\n");
        Assert.Equal(17, await _line.RunAsync("start"));
        Assert.Equal("crit", _line.Started!.Logs.Level);
    }

    [Fact]
    public async Task Start_prints_warnings_and_goes_on()
    {
        _line.Write("gatehouse.yaml", "mem_cache_size: 64m\n");
        Assert.Equal(17, await _line.RunAsync("start"));
        Assert.Contains("warning: gatehouse.yaml:1: mem_cache_size: is ignored", _line.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_with_errors_prints_all_and_is_1()
    {
        _line.Write("gatehouse.yaml", "log_level: loud\nproxy_lisen: x\n");
        _line.Environment["GATEHOUSE_ADMIN_LISTEN"] = "nowhere";
        Assert.Equal(1, await _line.RunAsync("start"));
        var lines = _line.Error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Count(static l => l.StartsWith("error: ", StringComparison.Ordinal)));
        Assert.Equal("Not started: 3 errors in the settings.", lines[^1]);
        Assert.Null(_line.Started);
    }

    [Fact]
    public async Task Start_with_a_missing_file_is_1()
    {
        Assert.Equal(1, await _line.RunAsync("start", "-c", "absent.yaml"));
        Assert.Contains("absent.yaml: cannot be read", _line.Error.ToString(), StringComparison.Ordinal);
    }
}
