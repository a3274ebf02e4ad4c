using Xunit;

namespace Gatehouse.Tests.Commands;

/// <content>Settings files, and what kind a file is.</content>
public sealed partial class CheckCommandTests
{
    [Fact]
    public async Task Check_settings_prints_every_error_with_file_and_line()
    {
        _line.Write("node.yaml", "log_level: loud\nproxy_lisen: 127.0.0.1:80\n");
        Assert.Equal(1, await _line.RunAsync("check", "node.yaml"));
        var lines = _line.Out.ToString().Split('\n');
        Assert.Contains(lines, static l => l.StartsWith("node.yaml:1: log_level: ", StringComparison.Ordinal) && l.Contains("(value: loud)", StringComparison.Ordinal));
        Assert.Contains(lines, static l => l.StartsWith("node.yaml:2: proxy_lisen: ", StringComparison.Ordinal) && l.EndsWith("did you mean proxy_listen?", StringComparison.Ordinal));
        Assert.Contains("node.yaml: 2 errors", lines);
    }

    [Fact]
    public async Task Check_settings_does_not_mix_in_the_environment()
    {
        _line.Environment["KONG_LOG_LEVEL"] = "loud";
        _line.Environment["GATEHOUSE_NONSENSE"] = "1";
        _line.Write("node.yaml", "log_level: info\n");
        Assert.Equal(0, await _line.RunAsync("check", "node.yaml"));
    }

    [Fact]
    public async Task Check_unreadable_file_is_2_and_the_others_are_checked()
    {
        _line.Write("kong.yml", "_format_version: '3.0'\nservices: [{name: a}]\n");
        Assert.Equal(2, await _line.RunAsync("check", "absent.yml", "kong.yml"));
        Assert.Contains("absent.yml: cannot be read", _line.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("kong.yml: 1 error\n", _line.Out.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kong.yml", "_format_version: '3.0'", true)]
    [InlineData("kong.yml", "# comment\n\nservices:\n- host: x", true)]
    [InlineData("kong.yml", "\"routes\": []", true)]
    [InlineData("kong.yml", "keyauth_credentials: []", true)]
    [InlineData("kong.json", " {\"_format_version\":\"3.0\"}", true)]
    [InlineData("gatehouse.yaml", "log_level: info", false)]
    [InlineData("gatehouse.yaml", "plugins: bundled", false)]
    [InlineData("gatehouse.yaml", "", false)]
    [InlineData("kong.conf", "services = 1", false)]
    public void Kind_shows_in_the_content(string path, string text, bool expected)
        => Assert.Equal(expected, Gatehouse.Commands.FileKind.IsDeclarative(path, text));
}
