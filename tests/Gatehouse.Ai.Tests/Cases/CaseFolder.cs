using Gatehouse.TestKit;
using Xunit;

namespace Gatehouse.Ai.Tests.Cases;

/// <summary>A folder of golden cases below this one.</summary>
internal sealed class CaseFolder(string name, string extension)
{
    private readonly string _path = RepositoryRoot.Combine("tests", "Gatehouse.Ai.Tests", "Cases", Path.Combine(name.Split('/')));

    /// <summary>Names of all cases.</summary>
    public IEnumerable<string> List => Directory.EnumerateFiles(_path, $"*{extension}").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    /// <inheritdoc cref="List"/>
    public TheoryData<string> Names => [.. List];

    public byte[] Read(string caseName) => File.ReadAllBytes(Path.Combine(_path, caseName + extension));

    /// <summary>Compares with the case's expectation; writes it instead where UPDATE_CASES is set.</summary>
    public void AssertExpected(string caseName, string actual)
    {
        var path = Path.Combine(_path, caseName + ".expected");
        if (Environment.GetEnvironmentVariable("UPDATE_CASES") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }
}
