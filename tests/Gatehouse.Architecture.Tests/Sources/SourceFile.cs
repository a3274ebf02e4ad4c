using System.Text.RegularExpressions;
using Gatehouse.TestKit;

namespace Gatehouse.Architecture.Tests.Sources;

/// <summary>A C# file of ours, as text: enough for rules about shape, because formatting is checked elsewhere.</summary>
internal sealed partial record SourceFile(string RelativePath, string Text)
{
    private static readonly string[] Tops = ["src", "tests", "benchmarks"];

    public static IReadOnlyList<SourceFile> All { get; } =
    [
        .. Tops.SelectMany(top => WorkingTree.Files(top)).Where(f => f.EndsWith(".cs", StringComparison.Ordinal)).Select(f => new SourceFile(f, File.ReadAllText(RepositoryRoot.Combine(f)))),
    ];

    public int LineCount => Text.AsSpan().Count('\n');

    public string FileName => Path.GetFileName(RelativePath);

    public bool IsTest => RelativePath.StartsWith("tests/", StringComparison.Ordinal);

    /// <summary>The file-scoped namespace, or null (top-level statements have none).</summary>
    public string? Namespace => NamespaceLine().Match(Text) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>What the folder says the namespace should be: project folder, then every folder below.</summary>
    public string ExpectedNamespace => string.Join('.', RelativePath.Split('/')[1..^1]);

    /// <summary>Types declared at the outermost level, without their type parameters; file-local ones do not count.</summary>
    public IReadOnlyList<string> TopLevelTypes => [.. TypeLine().Matches(Text).Select(m => m.Groups["name"].Value)];

    public override string ToString() => RelativePath;

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    // Formatting puts outermost declarations, and only these, at the start of a line.
    [GeneratedRegex(@"^(?!file )(?:(?:public|internal|sealed|static|abstract|partial|readonly|ref|unsafe) )*(?:record struct|record class|class|struct|record|interface|enum|delegate [\w<>?\[\]., ]+?) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeLine();
}
