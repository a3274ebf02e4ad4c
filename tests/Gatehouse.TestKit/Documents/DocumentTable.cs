namespace Gatehouse.TestKit.Documents;

/// <summary>Reads a table of a Markdown page that stands behind a marker <c>&lt;!-- table: NAME --&gt;</c>.</summary>
public static class DocumentTable
{
    /// <summary>
    /// Rows below the heading, each a list of cells without blanks and backquotes. Throws when the marker is missing.
    /// </summary>
    /// <param name="page">Path from the repository root.</param>
    /// <param name="name">Name in the marker.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Read(string page, string name)
    {
        var lines = File.ReadAllLines(RepositoryRoot.Combine(page)).SkipWhile(l => l != $"<!-- table: {name} -->").ToList();
        if (lines.Count == 0)
        {
            throw new InvalidOperationException($"{page} has no table '{name}'");
        }

        return [.. lines.SkipWhile(static l => !l.StartsWith('|')).TakeWhile(static l => l.StartsWith('|')).Skip(2).Select(Cells)];
    }

    private static List<string> Cells(string line) => [.. line.Trim('|').Split(" | ").Select(static c => c.Trim().Replace("`", "", StringComparison.Ordinal))];
}
