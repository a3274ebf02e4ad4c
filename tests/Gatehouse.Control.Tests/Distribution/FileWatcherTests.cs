using Gatehouse.Control.Distribution;
using Gatehouse.TestKit.Waiting;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gatehouse.Control.Tests.Distribution;

public sealed class FileWatcherTests : IDisposable
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(20);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gatehouse-test-");
    private int _changes;
    private string _content = "";

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>With notifications alone, and with the timer alone as on file systems that notify nobody.</summary>
    public static TheoryData<bool> Hints => [true, false];

    [Theory]
    [MemberData(nameof(Hints))]
    public async Task Write_is_seen(bool polls)
    {
        await File.WriteAllTextAsync(In("kong.yml"), "one");
        await using var watcher = Watch(In("kong.yml"), polls);
        await File.WriteAllTextAsync(In("kong.yml"), "two two");
        await AssertSeenAsync("two two");
    }

    [Theory]
    [MemberData(nameof(Hints))]
    public async Task Rename_over_the_file_is_seen(bool polls)
    {
        await File.WriteAllTextAsync(In("kong.yml"), "one");
        await using var watcher = Watch(In("kong.yml"), polls);
        await File.WriteAllTextAsync(In("kong.yml.new"), "two");
        File.Move(In("kong.yml.new"), In("kong.yml"), overwrite: true);
        await AssertSeenAsync("two");
    }

    [Theory]
    [MemberData(nameof(Hints))]
    public async Task Swap_of_the_kubernetes_link_is_seen(bool polls)
    {
        // kong.yml -> ..data/kong.yml, ..data -> ..v1: an update makes ..v2 and renames a new link over ..data.
        await WriteVersionAsync("..v1", "one");
        File.CreateSymbolicLink(In("..data"), "..v1");
        File.CreateSymbolicLink(In("kong.yml"), Path.Combine("..data", "kong.yml"));
        await using var watcher = Watch(In("kong.yml"), polls);
        await WriteVersionAsync("..v2", "two");
        File.CreateSymbolicLink(In("..data_tmp"), "..v2");

        // The runtime cannot rename one link to a directory over another.
        using var rename = System.Diagnostics.Process.Start("/bin/mv", ["-Tf", In("..data_tmp"), In("..data")]);
        await rename.WaitForExitAsync();
        await AssertSeenAsync("two");
    }

    [Fact]
    public async Task File_that_goes_and_comes_back_is_seen()
    {
        await File.WriteAllTextAsync(In("kong.yml"), "one");
        await using var watcher = Watch(In("kong.yml"), polls: true);
        File.Delete(In("kong.yml"));
        await File.WriteAllTextAsync(In("kong.yml"), "back again");
        await AssertSeenAsync("back again");
    }

    [Fact]
    public async Task Neighbour_that_changes_is_not_a_change()
    {
        await File.WriteAllTextAsync(In("kong.yml"), "one");
        await using var watcher = Watch(In("kong.yml"), polls: false);
        await File.WriteAllTextAsync(In("other.yml"), "x");
        await File.WriteAllTextAsync(In("kong.yml"), "two two");
        await AssertSeenAsync("two two");
        Assert.Equal(1, _changes);
    }

    /// <summary>A log beside the file used to notify the watcher of every line.</summary>
    [Fact]
    public async Task Writes_to_a_neighbour_do_not_notify()
    {
        await File.WriteAllTextAsync(In("kong.yml"), "one");
        await using var neighbour = File.AppendText(In("access.log"));
        int notified = 0;
        using var notifications = FileNotifications.TryStart(In("kong.yml"), () => Interlocked.Increment(ref notified), out _);
        Assert.NotNull(notifications);
        for (int i = 0; i < 100; i++)
        {
            await neighbour.WriteLineAsync("a line");
            await neighbour.FlushAsync();
        }

        await File.WriteAllTextAsync(In("kong.yml.new"), "two");
        File.Move(In("kong.yml.new"), In("kong.yml"), overwrite: true);
        await Eventually.TrueAsync(() => Volatile.Read(ref notified) > 0, "the rename to be seen");
        int before = Volatile.Read(ref notified);
        Assert.InRange(before, 1, 2);
        await File.AppendAllTextAsync(In("kong.yml"), "three");
        await Eventually.TrueAsync(() => Volatile.Read(ref notified) > before, "a write to the new file to be seen");
    }

    [Fact]
    public async Task Callback_that_throws_does_not_end_watching()
    {
        await File.WriteAllTextAsync(In("kong.yml"), "one");
        await using var watcher = new FileWatcher(In("kong.yml"), Settle, null, _ =>
        {
            Interlocked.Increment(ref _changes);
            throw new InvalidOperationException("for the test");
        }, TimeProvider.System, NullLogger.Instance);
        await File.WriteAllTextAsync(In("kong.yml"), "two two");
        await Eventually.TrueAsync(() => _changes == 1, "the first callback");
        await File.WriteAllTextAsync(In("kong.yml"), "three three");
        await Eventually.TrueAsync(() => _changes == 2, "the second callback");
    }

    private FileWatcher Watch(string path, bool polls) => new(
        path, Settle, polls ? Settle : null, async token =>
        {
            _content = await File.ReadAllTextAsync(path, token);
            Interlocked.Increment(ref _changes);
        }, TimeProvider.System, NullLogger.Instance);

    private Task AssertSeenAsync(string content) => Eventually.TrueAsync(() => Volatile.Read(ref _content) == content && _changes > 0, $"'{content}' to be seen");

    private async Task WriteVersionAsync(string name, string content)
    {
        Directory.CreateDirectory(In(name));
        await File.WriteAllTextAsync(Path.Combine(In(name), "kong.yml"), content);
    }

    private string In(string name) => Path.Combine(_directory.FullName, name);
}
