using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Settings;

namespace Gatehouse.Tls;

/// <summary>Reads certificates and roots that the settings name.</summary>
public static class CertificateLoader
{
    /// <summary>The setting of the certificate shown to upstreams.</summary>
    public const string ClientSetting = "client_ssl_cert";

    private const string TrustedSetting = "lua_ssl_trusted_certificate";

    /// <summary>
    /// Reads a certificate with its chain and its key. Throws <see cref="CertificateException"/> naming
    /// <paramref name="setting"/> when a part cannot be read or key and certificate do not belong together.
    /// </summary>
    public static LoadedCertificate Load(CertificatePair pair, string setting)
    {
        ArgumentNullException.ThrowIfNull(pair);
        var certificatePem = ReadPem(pair.Certificate, setting);
        var keyPem = ReadPem(pair.Key, setting + "_key");
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(certificatePem);
            if (chain.Count > 0)
            {
                chain[0].Dispose();
                chain.RemoveAt(0);
            }

            return new LoadedCertificate(X509Certificate2.CreateFromPem(certificatePem, keyPem), chain);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new CertificateException($"{setting}: {Describe(pair.Certificate)} and its key cannot be used together: {e.Message}", e);
        }
    }

    /// <summary>Reads trusted roots: every certificate of every source.</summary>
    public static X509Certificate2Collection LoadRoots(IReadOnlyList<string> sources, string setting)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var roots = new X509Certificate2Collection();
        foreach (var source in sources)
        {
            var before = roots.Count;
            try
            {
                roots.ImportFromPem(ReadPem(source, setting));
            }
            catch (CryptographicException e)
            {
                throw new CertificateException($"{setting}: {Describe(source)} cannot be read: {e.Message}", e);
            }

            if (roots.Count == before)
            {
                throw new CertificateException($"{setting}: {Describe(source)} holds no certificate");
            }
        }

        return roots;
    }

    /// <summary>
    /// Roots that upstreams are verified against: those that the settings name, and the system's where they say <c>system</c>.
    /// Null = the system's alone.
    /// </summary>
    public static X509Certificate2Collection? LoadUpstreamRoots(TlsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.TrustedCertificates.Count == 0)
        {
            return null;
        }

        var roots = LoadRoots(settings.TrustedCertificates, TrustedSetting);
        if (settings.TrustsSystemRoots)
        {
            using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            roots.AddRange(store.Certificates);
        }

        return roots;
    }

    /// <summary>Loads everything the settings name, as a start would, and tells what cannot be loaded.</summary>
    public static IReadOnlyList<string> Problems(TlsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var problems = new List<string>();
        foreach (var (setting, pairs) in new[]
        {
            ("ssl_cert", settings.Certificates), ("admin_ssl_cert", settings.AdminCertificates), ("status_ssl_cert", settings.StatusCertificates),
        })
        {
            foreach (var pair in pairs)
            {
                Try(() => Load(pair, setting).Certificate.Dispose());
            }
        }

        if (settings.ClientCertificate is { } client)
        {
            Try(() => Load(client, ClientSetting).Certificate.Dispose());
        }

        foreach (string source in settings.TrustedCertificates)
        {
            Try(() => LoadRoots([source], TrustedSetting));
        }

        return problems;

        void Try(Action load)
        {
            try
            {
                load();
            }
            catch (CertificateException e)
            {
                problems.Add(e.Message);
            }
        }
    }

    private static string ReadPem(string source, string setting)
    {
        if (CertificateText.TryDecode(source, out var pem))
        {
            return pem;
        }

        try
        {
            return File.ReadAllText(source);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"{setting}: {source} cannot be read: {e.Message}", e);
        }
    }

    private static string Describe(string source) => CertificateText.IsInline(source) ? "the inline certificate" : source;
}
