using Gatehouse.TestKit;

namespace Gatehouse.Architecture.Tests.Sources;

/// <summary>The files people write: everything in the working tree but build output and version control.</summary>
internal static class WorkingTree
{
    private static readonly HashSet<string> Skipped = ["bin", "obj", "out", ".git", ".vs", "TestResults", "node_modules", "results", ".gatehouse"];

    private static readonly HashSet<string> TextExtensions = [".cs", ".csproj", ".props", ".targets", ".slnx", ".sh", ".md", ".yml", ".yaml", ".txt", ".editorconfig", ".html", ".js", ".css", ""];

    /// <summary>Paths relative to the root, with '/' between parts.</summary>
    public static IEnumerable<string> Files(string folder = "")
    {
        var absolute = RepositoryRoot.Combine(folder);
        if (!Directory.Exists(absolute))
        {
            yield break;
        }

        foreach (var file in Directory.EnumerateFiles(absolute).Order(StringComparer.Ordinal))
        {
            yield return Relative(file);
        }

        foreach (var child in Folders(absolute))
        {
            foreach (var file in Files(Relative(child)))
            {
                yield return file;
            }
        }
    }

    public static IEnumerable<string> AllFolders(string folder = "")
    {
        foreach (var child in Folders(RepositoryRoot.Combine(folder)).Select(Relative))
        {
            yield return child;
            foreach (var deeper in AllFolders(child))
            {
                yield return deeper;
            }
        }
    }

    public static IEnumerable<string> TextFiles() => Files().Where(f => TextExtensions.Contains(Path.GetExtension(f)));

    private static IEnumerable<string> Folders(string absolute) =>
        Directory.EnumerateDirectories(absolute).Where(d => !Skipped.Contains(Path.GetFileName(d))).Order(StringComparer.Ordinal);

    private static string Relative(string absolute) => Path.GetRelativePath(RepositoryRoot.Path, absolute);
}
