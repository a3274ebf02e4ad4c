using Gatehouse.TestKit;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Commands;

/// <summary>What the scripts at the root share.</summary>
public sealed class ScriptTests
{
    // The SDK could not write there, and the scripts said that it does not satisfy global.json.
    [Fact]
    public async Task Home_that_cannot_be_written_is_replaced_for_the_sdk()
    {
        await using var process = ChildProcess.Start(
            "/bin/bash",
            ["-c", "source \"$0\"; test -w \"$DOTNET_CLI_HOME\" && test -O \"$DOTNET_CLI_HOME\" && echo writable", RepositoryRoot.Combine("eng", "common.sh")],
            new Dictionary<string, string> { ["HOME"] = "/nonexistent", ["DOTNET_CLI_HOME"] = "" });
        Assert.Equal(0, await process.WaitForExitAsync(TimeSpan.FromSeconds(30)));
        await Eventually.TrueAsync(() => process.Output.Contains("writable", StringComparison.Ordinal), "the script to have said so");
    }

    [Fact]
    public async Task Failing_sdk_is_quoted_and_no_cause_is_made_up()
    {
        await using var process = ChildProcess.Start(
            "/bin/bash",
            ["-c", "source \"$0\"; dotnet() { echo 'No space left on device' >&2; return 1; }; require_dotnet", RepositoryRoot.Combine("eng", "common.sh")]);
        Assert.Equal(1, await process.WaitForExitAsync(TimeSpan.FromSeconds(30)));
        await Eventually.TrueAsync(() => process.Error.Contains("No space left on device", StringComparison.Ordinal), "the cause to be said");
        Assert.DoesNotContain("satisfy", process.Error, StringComparison.Ordinal);
    }
}
