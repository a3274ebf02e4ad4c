using Gatehouse.Settings;
using Gatehouse.Tests.Commands;
using Xunit;

namespace Gatehouse.Tests.Settings;

/// <summary>Log files that cannot be written ended start with an unhandled exception, after check had said ok.</summary>
public sealed class LogFilesTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    [Theory]
    [InlineData("proxy_error_log", "missing/error.log", "does not exist; make it")]
    [InlineData("proxy_error_log", "", "is a directory; name a file in it")]
    [InlineData("proxy_access_log", "missing/access.log", "does not exist; make it")]
    [InlineData("proxy_audit_log", "missing/audit.log", "does not exist; make it")]
    public async Task Check_of_a_log_path_that_cannot_be_written_names_setting_path_and_remedy(string setting, string path, string problem)
    {
        string full = _line.PathOf(path).TrimEnd('/');
        _line.Write("gatehouse.yaml", $"prefix: {_line.PathOf("prefix")}\n{setting}: {full}\n");
        Assert.Equal(1, await _line.RunAsync("check", "gatehouse.yaml"));
        string output = _line.Out.ToString();
        Assert.Contains($"gatehouse.yaml: {setting}: ", output, StringComparison.Ordinal);
        Assert.Contains(problem, output, StringComparison.Ordinal);
        Assert.Contains($"(value: {full})", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Relative_log_below_a_missing_prefix_gets_its_directory_at_start_and_not_before()
    {
        string prefix = _line.PathOf("prefix");
        _line.Write("gatehouse.yaml", $"prefix: {prefix}\nproxy_error_log: logs/error.log\n");
        Assert.Equal(0, await _line.RunAsync("check", "gatehouse.yaml"));
        Assert.False(Directory.Exists(prefix));
        Assert.Equal(0, await _line.RunAsync("start", "--config", "gatehouse.yaml"));
        Assert.Empty(LogFiles.Prepare(_line.Started!));
        Assert.True(Directory.Exists(Path.Combine(prefix, "logs")));
    }

    [Fact]
    public async Task File_log_into_a_missing_directory_is_a_warning()
    {
        string path = _line.PathOf("missing/log.json");
        _line.Write("kong.yml", $"_format_version: '3.0'\nplugins: [{{name: file-log, config: {{path: {path}}}}}]\n");
        Assert.Equal(0, await _line.RunAsync("check", "kong.yml"));
        Assert.Contains($"warning: kong.yml: plugins[0].config.path: the directory does not exist here (value: {path})", _line.Out.ToString(), StringComparison.Ordinal);
    }
}
