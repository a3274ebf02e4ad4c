using Gatehouse.Control.Distribution;
using Gatehouse.TestKit.Waiting;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gatehouse.Control.Tests.Distribution;

public sealed class DeclarativeSourceTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gatehouse-test-");
    private readonly FakeReader _reader = new();
    private readonly FakeTarget _target = new();
    private readonly LastGoodFile _lastGood;
    private readonly ConfigurationHost _host;

    public DeclarativeSourceTests()
    {
        _lastGood = new LastGoodFile(Path.Combine(_directory.FullName, "state", "last-good.yml"));
        _host = new ConfigurationHost(_reader, _target, _lastGood, NullLogger.Instance);
    }

    private string KongFile => Path.Combine(_directory.FullName, "kong.yml");

    public void Dispose()
    {
        _host.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Start_reads_the_file()
    {
        await File.WriteAllTextAsync(KongFile, "one");
        Assert.Empty(await Source(KongFile).StartAsync(CancellationToken.None));
        Assert.Equal(FakeReader.HashOf("one"), _host.Current.Hash);
    }

    [Fact]
    public async Task Reload_of_a_file_that_was_read_already_does_not_undo_what_was_posted_meanwhile()
    {
        await File.WriteAllTextAsync(KongFile, "one");
        var source = Source(KongFile);
        await source.StartAsync(CancellationToken.None);
        await File.WriteAllTextAsync(KongFile, "two");
        await source.ReloadAsync(isForced: true, CancellationToken.None);
        await _host.LoadAsync("posted", new LoadOptions("POST /config", SkipsUnchanged: false), CancellationToken.None);
        await source.ReloadAsync(isForced: false, CancellationToken.None);
        Assert.Equal(FakeReader.HashOf("posted"), _host.Current.Hash);

        await source.ReloadAsync(isForced: true, CancellationToken.None);
        Assert.Equal(FakeReader.HashOf("two"), _host.Current.Hash);
        await File.WriteAllTextAsync(KongFile, "three");
        await source.ReloadAsync(isForced: false, CancellationToken.None);
        Assert.Equal(FakeReader.HashOf("three"), _host.Current.Hash);
    }

    [Fact]
    public async Task Start_reads_the_text()
    {
        Assert.Empty(await Source(null, "text").StartAsync(CancellationToken.None));
        Assert.Equal(FakeReader.HashOf("text"), _host.Current.Hash);
    }

    [Fact]
    public async Task Start_with_a_broken_file_gives_every_error_even_with_a_last_good_one()
    {
        await _lastGood.SaveAsync("old", CancellationToken.None);
        await File.WriteAllTextAsync(KongFile, "broken");
        Assert.Equal(2, (await Source(KongFile).StartAsync(CancellationToken.None)).Count);
        Assert.Empty(_target.Applied);
    }

    [Fact]
    public async Task Start_without_the_file_uses_the_last_good_one_and_says_so()
    {
        await _lastGood.SaveAsync("old", CancellationToken.None);
        Assert.Empty(await Source(KongFile).StartAsync(CancellationToken.None));
        Assert.Equal(FakeReader.HashOf("old"), _host.Current.Hash);
        Assert.Equal(KongFile, Assert.Single(_host.LastErrors).Path);
    }

    [Fact]
    public async Task Start_without_file_and_last_good_is_an_error()
        => Assert.Equal(KongFile, Assert.Single(await Source(KongFile).StartAsync(CancellationToken.None)).Path);

    [Fact]
    public async Task Start_with_nothing_configured_is_empty_or_what_was_posted_last()
    {
        Assert.Empty(await Source(null).StartAsync(CancellationToken.None));
        Assert.Empty(_target.Applied);
        await _lastGood.SaveAsync("posted", CancellationToken.None);
        Assert.Empty(await Source(null).StartAsync(CancellationToken.None));
        Assert.Equal(FakeReader.HashOf("posted"), _host.Current.Hash);
    }

    [Fact]
    public async Task Reload_of_a_missing_file_keeps_serving_and_shows_the_error()
    {
        await File.WriteAllTextAsync(KongFile, "one");
        var source = Source(KongFile);
        await source.StartAsync(CancellationToken.None);
        File.Delete(KongFile);
        await source.ReloadAsync(isForced: true, CancellationToken.None);
        Assert.Equal(FakeReader.HashOf("one"), _host.Current.Hash);
        Assert.Equal(KongFile, Assert.Single(_host.LastErrors).Path);
    }

    [Fact]
    public async Task Reload_forced_applies_an_unchanged_file_again()
    {
        await File.WriteAllTextAsync(KongFile, "one");
        var source = Source(KongFile);
        await source.StartAsync(CancellationToken.None);
        await source.ReloadAsync(isForced: false, CancellationToken.None);
        Assert.Single(_target.Applied);
        await source.ReloadAsync(isForced: true, CancellationToken.None);
        Assert.Equal(2, _target.Applied.Count);
    }

    [Fact]
    public async Task Watch_applies_a_change_and_survives_a_broken_one()
    {
        await File.WriteAllTextAsync(KongFile, "one");
        var source = Source(KongFile);
        await source.StartAsync(CancellationToken.None);
        await using var watcher = source.Watch(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        await File.WriteAllTextAsync(KongFile, "it is broken");
        await Eventually.TrueAsync(() => _host.LastErrors.Count == 2, "the broken file to be refused");
        await File.WriteAllTextAsync(KongFile, "three");
        await Eventually.TrueAsync(() => _host.Current.Hash == FakeReader.HashOf("three"), "the third file to be applied");
        Assert.Empty(_host.LastErrors);
        Assert.Equal(2, _target.Applied.Count);
    }

    private DeclarativeSource Source(string? file, string? text = null) => new(_host, _lastGood, file, text, NullLogger.Instance);
}
