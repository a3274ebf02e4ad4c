using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gatehouse.Settings;
using Gatehouse.Tls;
using Xunit;

namespace Gatehouse.Tests.Tls;

public sealed class CertificateTests : IDisposable
{
    private readonly DirectoryInfo _prefix = Directory.CreateTempSubdirectory("gatehouse-test-");

    public void Dispose() => _prefix.Delete(recursive: true);

    private string CertificatePath => Path.Combine(_prefix.FullName, "ssl", "gatehouse-default.crt");

    private string KeyPath => Path.Combine(_prefix.FullName, "ssl", "gatehouse-default.key");

    [Fact]
    public void Default_is_made_once_and_found_again()
    {
        var first = Make(out var warning);
        Assert.Null(warning);
        Assert.True(first.HasPrivateKey);
        Assert.Equal(first.Thumbprint, Make(out _).Thumbprint);
        Assert.Contains("localhost", first.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames());
    }

    [Fact]
    public void Default_files_are_for_the_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Make(out _);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(CertificatePath));
    }

    [Fact]
    public void Default_near_its_end_is_made_anew()
    {
        var first = Make(out _);
        var later = new DefaultCertificate(_prefix.FullName, new LaterClock(TimeSpan.FromDays(3640))).LoadOrCreate(out _).Certificate;
        Assert.NotEqual(first.Thumbprint, later.Thumbprint);
    }

    [Fact]
    public void Default_damaged_is_made_anew()
    {
        var first = Make(out _);
        File.WriteAllText(KeyPath, "not a key");
        Assert.NotEqual(first.Thumbprint, Make(out var warning).Thumbprint);
        Assert.Null(warning);
    }

    [Fact]
    public void Default_that_cannot_be_kept_is_made_with_a_warning()
    {
        // A file where a directory is needed: refused for root too.
        var blocked = Path.Combine(_prefix.FullName, "file");
        File.WriteAllText(blocked, "");
        var loaded = new DefaultCertificate(blocked, TimeProvider.System).LoadOrCreate(out var warning);
        Assert.True(loaded.Certificate.HasPrivateKey);
        Assert.Contains("cannot be kept", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Pair_is_read_from_files_from_text_and_from_base64()
    {
        var made = Make(out _);
        var certificate = File.ReadAllText(CertificatePath);
        var key = File.ReadAllText(KeyPath);
        foreach (var pair in new CertificatePair[]
            {
                new(CertificatePath, KeyPath), new(certificate, key), new(Base64(certificate), Base64(key)), new(CertificatePath, Base64(key)),
            })
        {
            var loaded = CertificateLoader.Load(pair, "ssl_cert");
            Assert.Equal(made.Thumbprint, loaded.Certificate.Thumbprint);
            Assert.True(loaded.Certificate.HasPrivateKey);
            Assert.Empty(loaded.Chain);
        }
    }

    [Fact]
    public void Pair_with_intermediates_keeps_them_in_order()
    {
        var leaf = Make(out _);
        var leafPem = File.ReadAllText(CertificatePath);
        var key = File.ReadAllText(KeyPath);
        File.Delete(KeyPath);
        var other = Make(out _);
        var loaded = CertificateLoader.Load(new CertificatePair(leafPem + "\n" + other.ExportCertificatePem(), key), "ssl_cert");
        Assert.Equal(leaf.Thumbprint, loaded.Certificate.Thumbprint);
        Assert.Equal(other.Thumbprint, Assert.Single(loaded.Chain).Thumbprint);
    }

    [Fact]
    public void Pair_that_does_not_fit_names_the_setting_and_shows_no_key()
    {
        Make(out _);
        var certificate = File.ReadAllText(CertificatePath);
        File.Delete(KeyPath);
        Make(out _);
        var key = File.ReadAllText(KeyPath);
        var error = Assert.Throws<CertificateException>(() => CertificateLoader.Load(new CertificatePair(certificate, key), "ssl_cert"));
        Assert.StartsWith("ssl_cert: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Split('\n')[1], error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Pair_in_a_missing_file_names_the_file()
    {
        var error = Assert.Throws<CertificateException>(() => CertificateLoader.Load(new CertificatePair("/absent.pem", "/absent.key"), "ssl_cert"));
        Assert.Contains("/absent.pem cannot be read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Roots_of_every_source_are_read_and_an_empty_source_is_refused()
    {
        var made = Make(out _);
        Assert.Equal(2, CertificateLoader.LoadRoots([CertificatePath, made.ExportCertificatePem()], "lua_ssl_trusted_certificate").Count);
        Assert.Throws<CertificateException>(() => CertificateLoader.LoadRoots([KeyPath], "lua_ssl_trusted_certificate"));
    }

    /// <summary>"system" used to be ignored as soon as a file stood beside it: upstreams with public certificates failed.</summary>
    [Fact]
    public void Roots_beside_system_come_on_top_of_the_systems()
    {
        Make(out _);
        using var system = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        int expected = system.Certificates.Count;
        Assert.Equal(expected + 1, CertificateLoader.LoadUpstreamRoots(Trusting($"system,{CertificatePath}"))!.Count);
        Assert.Single(CertificateLoader.LoadUpstreamRoots(Trusting(CertificatePath))!);
        Assert.Null(CertificateLoader.LoadUpstreamRoots(Trusting("system")));
    }

    private static TlsSettings Trusting(string trusted)
        => Settings.SettingsText.Good(Settings.SettingsText.Yaml($"lua_ssl_trusted_certificate: {trusted}")).Tls;

    private X509Certificate2 Make(out string? warning)
        => new DefaultCertificate(_prefix.FullName, TimeProvider.System).LoadOrCreate(out warning).Certificate;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));

    private sealed class LaterClock(TimeSpan later) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + later;
    }
}
