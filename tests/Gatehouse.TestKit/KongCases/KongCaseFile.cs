using System.Text.Json;

namespace Gatehouse.TestKit.KongCases;

/// <summary>
/// Finds and reads the shared case file: <c>$GATEHOUSE_SHARED/cases</c>, else <c>shared/cases</c> beside the repository or
/// one of the folders above it. A clone without it has no cases; the tests that need them are then skipped with a reason.
/// </summary>
public static class KongCaseFile
{
    public const string Missing =
        "kong-cases.jsonl was not found: set GATEHOUSE_SHARED to the folder that has cases/kong-cases.jsonl";

    private static readonly Lazy<IReadOnlyList<KongCase>> Loaded = new(Load);

    public static string? Path { get; } = Find();

    public static IReadOnlyList<KongCase> Cases => Loaded.Value;

    private static string? Find()
    {
        string relative = System.IO.Path.Combine("cases", "kong-cases.jsonl");
        string? configured = Environment.GetEnvironmentVariable("GATEHOUSE_SHARED");
        if (configured is not null && File.Exists(System.IO.Path.Combine(configured, relative)))
        {
            return System.IO.Path.Combine(configured, relative);
        }

        var folder = new DirectoryInfo(RepositoryRoot.Path);

        // A work tree may lie deeper than the repository it belongs to.
        for (int up = 0; up < 3 && folder.Parent is not null; up++)
        {
            folder = folder.Parent;
            string candidate = System.IO.Path.Combine(folder.FullName, "shared", relative);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    private static IReadOnlyList<KongCase> Load() => Path is null ? [] : Read(Path);

    /// <summary>Reads any file of the same form.</summary>
    public static IReadOnlyList<KongCase> Read(string path)
    {
        var cases = new List<KongCase>();
        foreach (string line in File.ReadLines(path))
        {
            if (line.Length > 0)
            {
                var root = JsonDocument.Parse(line).RootElement;
                cases.Add(new KongCase(
                    root.GetProperty("id").GetString()!,
                    root.GetProperty("area").GetString()!,
                    root.GetProperty("given"),
                    root.GetProperty("request"),
                    root.GetProperty("expect")));
            }
        }

        return cases;
    }
}
