using System.Text.RegularExpressions;
using Gatehouse.TestKit;
using Xunit;

namespace Gatehouse.Architecture.Tests.Sources;

public partial class WordTests
{
    [Fact]
    public void Tree_holds_no_banned_words()
    {
        var hits =
            from file in WorkingTree.TextFiles()
            where Path.GetFileName(file) != "LICENSE"
            from line in File.ReadLines(RepositoryRoot.Combine(file)).Select((text, index) => (Text: text, Number: index + 1))
            let match = Banned().Match(line.Text)
            where match.Success
            select $"{file}:{line.Number}: {match.Value}";
        Violations.AssertNone(hits);
    }

    [Theory]
    [InlineData("see /ho" + "me/someone/x")]
    [InlineData("cp /wo" + "rk/main .")]
    [InlineData("// TO" + "DO: later")]
    [InlineData("FIX" + "ME")]
    [InlineData("https://api.nu" + "get.org/v3")]
    [InlineData("https://registry.np" + "mjs.org/x")]
    public void Banned_word_is_recognised(string line) => Assert.Matches(Banned(), line);

    [Theory]
    [InlineData("/homepage and /workspace")]
    [InlineData("mastodon TODOS")]
    public void Innocent_word_is_left_alone(string line) => Assert.DoesNotMatch(Banned(), line);

    // Paths of somebody's machine, promises instead of code, and hosts that belong into a package manager's settings.
    [GeneratedRegex(@"(?<![\w.])/(?:home|work|Users)/|\bTODO\b|\bFIXME\b|\bXXX\b|\bapi\.nuget\.org\b|\bregistry\.npmjs\.org\b|\bpypi\.org\b|\bfiles\.pythonhosted\.org\b|\bproxy\.golang\.org\b")]
    private static partial Regex Banned();
}
