namespace Gatehouse.TestKit;

/// <summary>Finds the working tree the running test was built from.</summary>
public static class RepositoryRoot
{
    private const string Marker = "Gatehouse.slnx";

    private static readonly Lazy<string> Found = new(Find);

    /// <summary>Absolute path of the folder that holds the solution file.</summary>
    public static string Path => Found.Value;

    /// <summary>Absolute path of something inside the working tree.</summary>
    public static string Combine(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, Marker)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"no folder above {AppContext.BaseDirectory} holds {Marker}");
    }
}
