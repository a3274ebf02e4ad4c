namespace Gatehouse.TestKit.Documents;

/// <summary>
/// A part of a Markdown page that the program's own tables dictate, between <c>&lt;!-- generated: NAME --&gt;</c> and
/// <c>&lt;!-- end: NAME --&gt;</c>. With UPDATE_REFERENCE in the environment a difference is written into the page first.
/// </summary>
public static class GeneratedBlock
{
    private const string UpdateVariable = "UPDATE_REFERENCE";

    /// <summary>What the page has in the block, without the lines of the markers.</summary>
    /// <param name="page">Path from the repository root.</param>
    /// <param name="name">Name in the markers.</param>
    /// <param name="expected">What should stand there; written when the variable is set.</param>
    public static string Read(string page, string name, string expected)
    {
        string path = RepositoryRoot.Combine(page);
        string text = File.ReadAllText(path);
        string begin = $"<!-- generated: {name} -->\n", end = $"<!-- end: {name} -->";
        int from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        int to = text.IndexOf(end, StringComparison.Ordinal);
        if (from < begin.Length || to < from)
        {
            throw new InvalidOperationException($"{page} has no block '{name}': add {begin}{end}");
        }

        if (Environment.GetEnvironmentVariable(UpdateVariable) is not null && text[from..to] != expected)
        {
            text = text[..from] + expected + text[to..];
            File.WriteAllText(path, text);
            return expected;
        }

        return text[from..to];
    }

    /// <summary>Names of all blocks of a page, in its order.</summary>
    public static IReadOnlyList<string> Names(string page)
        => [.. File.ReadAllLines(RepositoryRoot.Combine(page)).Where(static l => l.StartsWith("<!-- generated: ", StringComparison.Ordinal))
            .Select(static l => l["<!-- generated: ".Length..^" -->".Length])];
}
