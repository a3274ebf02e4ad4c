using Xunit;

namespace Gatehouse.Architecture.Tests.Sources;

public class ShapeTests
{
    private const int HardCap = 500;
    private const int Cap = 300;
    private const int ReadmeCap = 40;

    // Over 300 lines, under 500: path and why it is one concept. Empty is the goal.
    private static readonly Dictionary<string, string> LongFiles = [];

    private static readonly string[] BannedFolders = ["Helpers", "Helper", "Utils", "Util", "Utilities", "Managers", "Models", "Common", "Misc"];

    [Fact]
    public void Sources_are_found() => Assert.Contains(SourceFile.All, f => f.RelativePath == "src/Gatehouse/Program.cs");

    [Fact]
    public void Source_file_is_never_over_the_hard_cap() =>
        Violations.AssertNone(SourceFile.All.Where(f => f.LineCount > HardCap).Select(f => $"{f}: {f.LineCount} lines"));

    [Fact]
    public void Source_file_over_the_cap_is_listed_with_a_reason() =>
        Violations.AssertNone(SourceFile.All.Where(f => f.LineCount > Cap && !LongFiles.ContainsKey(f.RelativePath)).Select(f => $"{f}: {f.LineCount} lines"));

    [Fact]
    public void List_of_long_files_names_only_files_that_are_long() =>
        Violations.AssertNone(LongFiles.Keys.Where(path => !SourceFile.All.Any(f => f.RelativePath == path && f.LineCount > Cap)));

    [Fact]
    public void Source_file_holds_one_type() =>
        Violations.AssertNone(SourceFile.All.Where(f => f.TopLevelTypes.Distinct().Count() > 1).Select(f => $"{f}: {string.Join(", ", f.TopLevelTypes)}"));

    [Fact]
    public void Source_file_is_named_after_its_type() =>
        // "Type.Concept.cs" is one part of a partial type.
        Violations.AssertNone(SourceFile.All.Where(f => f.TopLevelTypes.Count == 1 && f.FileName.Split('.')[0] != f.TopLevelTypes[0]).Select(f => $"{f}: {f.TopLevelTypes[0]}"));

    [Fact]
    public void Namespace_equals_folder() =>
        Violations.AssertNone(SourceFile.All.Where(f => f.Namespace is not null && f.Namespace != f.ExpectedNamespace).Select(f => $"{f}: {f.Namespace}"));

    [Fact]
    public void Type_has_a_file_scoped_namespace() =>
        Violations.AssertNone(SourceFile.All.Where(f => f.Namespace is null && f.TopLevelTypes.Count > 0));

    [Fact]
    public void Folder_is_named_after_a_concept() =>
        Violations.AssertNone(WorkingTree.AllFolders().Where(f => BannedFolders.Contains(Path.GetFileName(f), StringComparer.OrdinalIgnoreCase)));

    [Fact]
    public void Folder_readme_is_short()
    {
        // The root's is the front door, and guides are documents; all others stand beside code.
        var beside = WorkingTree.Files().Where(f => Path.GetFileName(f) == "README.md" && f != "README.md" && !f.StartsWith("docs/", StringComparison.Ordinal));
        Violations.AssertNone(beside.Select(f => (File: f, Lines: File.ReadLines(TestKit.RepositoryRoot.Combine(f)).Count())).Where(f => f.Lines > ReadmeCap));
    }

    [Theory]
    [InlineData("namespace A;\n\npublic sealed class B\n{\n    private class C;\n}\n", "B")]
    [InlineData("namespace A;\n\ninternal readonly record struct B<T>(T X);\n\nfile sealed class D;\n", "B")]
    [InlineData("namespace A;\n\npublic enum B\n{\n}\n\ninternal interface C;\n", "B C")]
    [InlineData("namespace A;\n\ninternal delegate ValueTask<int> B(int x);\n", "B")]
    public void Types_of_a_source_text_are_found(string text, string names) =>
        Assert.Equal(names.Split(' '), new SourceFile("src/A/B.cs", text).TopLevelTypes);
}
