namespace Gatehouse.EndToEnd.Samples;

/// <summary>A shell block of a README that is marked for testing, and what it should print (null: only succeed).</summary>
public sealed record ReadmeExample(string File, int Line, string Command, string? Expected)
{
    /// <summary>
    /// Finds, in order: the marker line of a sample, a fenced <c>sh</c> block, and if one follows (blank lines and the marker of nothing else
    /// between), a fenced <c>text</c> block with the output, where <c>...</c> stands for anything.
    /// </summary>
    public static IEnumerable<ReadmeExample> In(string sample, string file, IReadOnlyList<string> lines)
    {
        string marker = $"<!-- test: {sample} -->";
        for (int at = 0; at < lines.Count; at++)
        {
            if (lines[at].Trim() != marker)
            {
                continue;
            }

            int start = Skip(lines, at + 1);
            if (Block(lines, start, "sh") is not var (command, end))
            {
                throw new InvalidDataException($"{file}:{at + 1}: the marker stands before no sh block");
            }

            var output = Block(lines, Skip(lines, end), "text");
            yield return new ReadmeExample(file, start + 1, command, output?.Text);
        }
    }

    public override string ToString() => $"{File}:{Line}";

    private static (string Text, int End)? Block(IReadOnlyList<string> lines, int start, string language)
    {
        if (start >= lines.Count || lines[start].Trim() != "```" + language)
        {
            return null;
        }

        var text = lines.Skip(start + 1).TakeWhile(static l => l.Trim() != "```").ToArray();
        return (string.Join('\n', text), start + text.Length + 2);
    }

    private static int Skip(IReadOnlyList<string> lines, int from)
    {
        while (from < lines.Count && lines[from].Length == 0)
        {
            from++;
        }

        return from;
    }
}
