using System.Text.RegularExpressions;

namespace Gatehouse.Architecture.Tests.Sources;

/// <summary>A fact or theory in a source text: from its attribute to the end of its body.</summary>
internal sealed partial record TestMethod(string File, string Name, string Body)
{
    public static IEnumerable<TestMethod> In(SourceFile file)
    {
        foreach (Match attribute in Attribute().Matches(file.Text))
        {
            var indent = attribute.Groups["indent"].Value;
            var rest = file.Text[attribute.Index..];
            // Formatting is checked, so the body ends with a brace, or an expression with a semicolon, at the attribute's own depth.
            var signature = Signature().Match(rest);
            var blockEnd = rest.IndexOf($"\n{indent}}}", StringComparison.Ordinal);
            var next = Attribute().Match(rest, attribute.Length);
            var end = Math.Min(blockEnd < 0 ? rest.Length : blockEnd, next.Success ? next.Index : rest.Length);
            if (signature.Success && signature.Index < end)
            {
                yield return new TestMethod(file.RelativePath, signature.Groups["name"].Value, rest[signature.Index..end]);
            }
        }
    }

    public override string ToString() => $"{File}: {Name}";

    [GeneratedRegex(@"^(?<indent> *)\[(?:Fact|Theory)\b", RegexOptions.Multiline)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^ *public [^\n(]*?(?<name>\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Signature();
}
