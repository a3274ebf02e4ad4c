namespace Gatehouse.TestKit.Processes;

/// <summary>A folder of a test's own, gone when disposed.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("gatehouse-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file whole and by rename, as a careful operator would; returns its path.</summary>
    public string Write(string name, string content)
    {
        var path = File(name);
        var staged = path + ".new";
        System.IO.File.WriteAllText(staged, content);
        System.IO.File.Move(staged, path, overwrite: true);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
