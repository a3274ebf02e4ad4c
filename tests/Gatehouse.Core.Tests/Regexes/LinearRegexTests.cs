using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Gatehouse.Core.Regexes;
using Xunit;

namespace Gatehouse.Core.Tests.Regexes;

public sealed class LinearRegexTests
{
    [Theory]
    [InlineData("/team/(?<id>\\d+)/home", "/team/9/home/news", 12)]
    [InlineData("/a", "/ab", 2)]
    [InlineData("/a$", "/ab", -1)]
    [InlineData("/a$", "/a", 2)]
    [InlineData("/a\\z", "/a", 2)]
    [InlineData("/x/\\d+$", "/x/12abc", -1)]
    [InlineData("/(?:foo|foobar)", "/foobar", 4)]
    [InlineData("/(?:foobar|foo)", "/foobar", 7)]
    [InlineData("/a+?", "/aaa", 2)]
    [InlineData("/a{2,3}", "/aaaa", 4)]
    [InlineData("/a{2,3}?", "/aaaa", 3)]
    [InlineData("/a{2}b", "/aab", 4)]
    [InlineData("/a{2,}", "/aaaaa", 6)]
    [InlineData("/{id}", "/{id}", 5)]
    [InlineData("/[^/]+/x", "/abc/x", 6)]
    [InlineData("/[a-c-]+", "/a-c", 4)]
    [InlineData("/[]x]+", "/]x", 3)]
    [InlineData("/[[:alpha:]_]+", "/ab_9", 4)]
    [InlineData("/[\\w.]+", "/a.b-c", 4)]
    [InlineData("/\\p{Lu}\\pL", "/Ab", 3)]
    [InlineData("/\\x41\\x{42}\\u0043", "/ABC", 4)]
    [InlineData("/(?i)abc", "/aBC", 4)]
    [InlineData("/(?i:a)b", "/Ab", 3)]
    [InlineData("/(?i:a)b", "/AB", -1)]
    [InlineData("/(?i)[^a]", "/A", -1)]
    [InlineData("/(?P<n>x)", "/x", 2)]
    [InlineData("/a\\b", "/a-", 2)]
    [InlineData("/a\\b", "/ab", -1)]
    [InlineData("/a\\B", "/ab", 2)]
    [InlineData("/é+", "/éé", 3)]
    [InlineData("/a|/b", "/b", 2)]
    [InlineData("/a|/b", "/x/b", -1)]
    [InlineData("/(a|b)*c", "/ababc", 6)]
    [InlineData("/.*", "/x\ny", 2)]
    [InlineData("/(?s).*", "/x\ny", 4)]
    [InlineData("/(a*)*b", "/aaab", 5)]
    [InlineData("^/a$", "/a\n", -1)]
    [InlineData("^/[[:digit:]_]+$", "/1_2", 4)]
    [InlineData("^/\\u{41}$", "/A", 2)]
    [InlineData("^/[^]a]$", "/]", -1)]
    [InlineData("^/[\\]$]$", "/$", 2)]
    [InlineData("^/a\\$$", "/a$", 3)]
    public void Pattern_at_the_start_takes(string pattern, string text, int length)
    {
        var regex = Compile(pattern);

        Assert.Equal(length >= 0, regex.TryMatchStart(text, out int taken));
        Assert.Equal(length, taken);
        if (text.StartsWith(regex.Prefix, StringComparison.Ordinal))
        {
            Assert.Equal(length >= 0, regex.TryMatchBehindPrefix(text, out taken));
            Assert.Equal(length, taken);
        }
    }

    [Theory]
    [InlineData("/team/(?<id>\\d+)", "/team/")]
    [InlineData("/a/b\\.json", "/a/b.json")]
    [InlineData("/ab*", "/a")]
    [InlineData("/a|/b", "")]
    [InlineData("(/a)", "")]
    [InlineData("/(?i)ab", "/")]
    [InlineData("/café", "/caf")]
    public void Prefix_is_what_every_match_starts_with(string pattern, string prefix)
        => Assert.Equal(prefix, Compile(pattern).Prefix);

    [Theory]
    [InlineData("/(?=a)")]
    [InlineData("/(?!a)")]
    [InlineData("/(?<=a)")]
    [InlineData("/(?<!a)")]
    [InlineData("/(?>a)")]
    [InlineData("/(?#c)")]
    [InlineData("/(?x)a")]
    [InlineData("/(a)\\1")]
    [InlineData("/(?<n>a)\\k<n>")]
    [InlineData("/a++")]
    [InlineData("/a*{2}")]
    [InlineData("*a")]
    [InlineData("/(a")]
    [InlineData("/a)")]
    [InlineData("/[a")]
    [InlineData("/[[a]b]")]
    [InlineData("/[a&&b]")]
    [InlineData("/[z-a]")]
    [InlineData("/[[:nope:]]")]
    [InlineData("/\\p{Nope}")]
    [InlineData("/\\Qa\\E")]
    [InlineData("/a\\")]
    [InlineData("/a{3,2}")]
    [InlineData("/a{1001}")]
    [InlineData("/((a{1000}){1000})")]
    [InlineData("/(?<n>a)(?<n>b)")]
    [InlineData("/(?<9>a)")]
    [InlineData("/(?<n")]
    [InlineData("/(?(a)b)")]
    [InlineData("/(?<a-b>c)")]
    [InlineData("/\\Ga")]
    [InlineData("/\\x{110000}")]
    public void Pattern_that_cannot_be_linear_or_is_malformed_is_refused_with_its_place(string pattern)
    {
        Assert.False(LinearRegex.TryCompile(pattern, RegexFlags.None, out _, out string? error));
        Assert.Contains("at character", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Pattern_longer_than_the_limit_is_refused()
    {
        Assert.True(LinearRegex.TryCompile(new string('a', LinearRegex.MaxLength - 1), RegexFlags.None, out _, out _));
        Assert.False(LinearRegex.TryCompile(new string('a', LinearRegex.MaxLength + 1), RegexFlags.None, out _, out string? error));
        Assert.Contains("longer than", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Pattern_nested_without_end_is_refused()
        => Assert.False(LinearRegex.TryCompile(new string('(', LinearRegex.MaxLength), RegexFlags.None, out _, out _));

    [Fact]
    public void Captures_are_numbered_by_opening_parenthesis()
    {
        const string text = "/a/17/zz";
        var regex = Compile("/(?<first>a)/((\\d)\\d)(/x)?");

        Assert.Equal(["first", "2", "3", "4"], regex.Groups);
        Assert.Equal(new[] { 0, 5, 1, 2, 3, 5, 3, 4, -1, -1 }, regex.Capture(text)!);
    }

    [Theory]
    [InlineData("^v[23]$", "V2", true)]
    [InlineData("^v[23]$", "xV2", false)]
    [InlineData("b", "abc", true)]
    [InlineData("^\\D+$", "abc", true)]
    [InlineData("^\\D+$", "ab1", false)]
    [InlineData("x*$", "", true)]
    [InlineData("a.c$", "abcabc", true)]
    public void Pattern_without_case_is_found_anywhere(string pattern, string text, bool isFound)
    {
        Assert.True(LinearRegex.TryCompile(pattern, RegexFlags.IgnoreCase, out var regex, out _));

        Assert.Equal(isFound, regex.IsFound(text));
    }

    [Fact]
    public void Pattern_that_ruins_backtracking_engines_stays_linear()
    {
        var regex = Compile("/(a+)+(a|aa)*(b|a+)*$");
        string text = "/" + new string('a', 20_000) + "!";
        var watch = Stopwatch.StartNew();

        Assert.False(regex.TryMatchStart(text, out _));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }

    /// <summary>The framework's engines agree with ours on thousands of random patterns and texts.</summary>
    [Fact]
    public void Random_patterns_match_like_the_framework()
    {
        var random = new Random(20261120);
        for (int i = 0; i < 2_000; i++)
        {
            string pattern = "/" + RandomPattern(random, 3);
            var theirs = new Regex($"^(?:{pattern})", RegexOptions.CultureInvariant);
            var anywhere = new Regex(pattern, RegexOptions.CultureInvariant);
            var ours = Compile(pattern);
            for (int j = 0; j < 8; j++)
            {
                string text = "/" + RandomText(random);
                var match = theirs.Match(text);
                bool isMatch = ours.TryMatchStart(text, out int length);
                Assert.True(match.Success == isMatch && (!isMatch || match.Length == length), $"{pattern} on {text}: {length}");
                int[]? slots = ours.Capture(text);
                Assert.Equal(isMatch, slots is not null);
                Assert.True(slots is null || slots[1] == length, $"{pattern} on {text}: capture");
                Assert.Equal(anywhere.IsMatch("x" + text), ours.IsFound("x" + text));
            }
        }
    }

    private static LinearRegex Compile(string pattern)
    {
        Assert.True(LinearRegex.TryCompile(pattern, RegexFlags.None, out var regex, out string? error), $"{pattern}: {error}");
        return regex;
    }

    private static string RandomText(Random random)
    {
        var text = new StringBuilder();
        for (int i = random.Next(9); i > 0; i--)
        {
            text.Append("aab1/é"[random.Next(6)]);
        }

        return text.ToString();
    }

    private static string WithoutAssertions(string pattern)
        => pattern.Replace("\\b", "", StringComparison.Ordinal).Replace("$", "", StringComparison.Ordinal);

    /// <summary>Repeats only what cannot be empty: engines legitimately differ about empty rounds of a loop.</summary>
    private static string RandomPattern(Random random, int depth)
    {
        var pattern = new StringBuilder();
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            string[] atoms = ["a", "b", "1", "/", "é", ".", "[ab]", "[^a/]", "\\d", "\\w", "\\W", "ab"];
            string atom = depth > 0 && random.Next(4) == 0
                ? $"({RandomPattern(random, depth - 1)}|{RandomPattern(random, depth - 1)})"
                : atoms[random.Next(atoms.Length)];
            bool canBeEmpty = atom.StartsWith('(') && new Regex($"^(?:{WithoutAssertions(atom)})$").IsMatch("");
            string[] quantifiers = ["", "", "", "*", "+", "?", "*?", "+?", "{1,2}", "{2}"];
            pattern.Append(atom).Append(canBeEmpty || atom == "ab" ? "" : quantifiers[random.Next(quantifiers.Length)]);
        }

        return pattern.Append(random.Next(8) == 0 ? "$" : "").Append(random.Next(8) == 0 ? "\\b" : "").ToString();
    }
}
