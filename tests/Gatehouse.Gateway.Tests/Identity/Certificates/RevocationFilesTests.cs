using Gatehouse.Gateway.Identity.Certificates;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.TestKit.Certificates;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity.Certificates;

public sealed class RevocationFilesTests : IDisposable
{
    private readonly TestAuthority _root = new();
    private readonly TemporaryFolder _folder = new();
    private readonly FakeClock _clock = new();
    private readonly LogLines _log = new();

    public void Dispose()
    {
        _root.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Current_follows_the_file_within_a_minute()
    {
        string path = _folder.Write("root.crl", _root.RevocationList([]));
        using var files = new RevocationFiles([path], _clock, _log);
        var first = files.Current;
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Same(first, files.Current);

        _folder.Write("root.crl", _root.RevocationList([_root.Issue(new LeafRecipe())]) + "# more\n");
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.NotSame(first, files.Current);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void Current_stays_when_the_file_breaks_and_says_so()
    {
        string path = _folder.Write("root.crl", _root.RevocationList([]));
        using var files = new RevocationFiles([path], _clock, _log);
        var first = files.Current;

        _folder.Write("root.crl", "half a fi");
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Same(first, files.Current);
        Assert.Contains("no revocation list in DER or PEM", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void Construct_refuses_what_is_no_list(string text)
    {
        string path = _folder.Write("no.crl", text);
        var error = Assert.Throws<InvalidDataException>(() => new RevocationFiles([path], _clock, _log));
        Assert.Contains("no.crl", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Construct_refuses_a_missing_file()
        => Assert.Throws<InvalidDataException>(() => new RevocationFiles([_folder.File("nowhere.crl")], _clock, _log));
}
