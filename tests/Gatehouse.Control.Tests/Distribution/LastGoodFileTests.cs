using Gatehouse.Control.Distribution;
using Xunit;

namespace Gatehouse.Control.Tests.Distribution;

public sealed class LastGoodFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory();

    public void Dispose() => _directory.Delete(recursive: true);

    // Two nodes of one machine wrote to one name: one moved what the other had half written, and the other had nothing to move.
    [Fact]
    public async Task Nodes_that_share_a_file_never_see_half_a_text()
    {
        string path = Path.Combine(_directory.FullName, "last-good.yml");
        string[] texts = [.. Enumerable.Range(0, 16).Select(i => new string((char)('a' + i), 200_000))];

        var problems = await Task.WhenAll(texts.Select(t => new LastGoodFile(path).SaveAsync(t, CancellationToken.None)));

        Assert.All(problems, Assert.Null);
        Assert.Contains(await File.ReadAllTextAsync(path), texts);
        Assert.Equal(["last-good.yml"], _directory.GetFiles().Select(f => f.Name));
    }
}
