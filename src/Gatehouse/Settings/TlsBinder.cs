using System.Security.Authentication;

namespace Gatehouse.Settings;

/// <summary>Reads the TLS settings.</summary>
internal static class TlsBinder
{
    public static TlsSettings Read(SettingReader reader)
    {
        var trusted = reader.List("lua_ssl_trusted_certificate");
        return new TlsSettings
        {
            Certificates = Pairs(reader, "ssl_cert"),
            AdminCertificates = Pairs(reader, "admin_ssl_cert"),
            StatusCertificates = Pairs(reader, "status_ssl_cert"),
            Protocols = Protocols(reader),
            SessionTickets = reader.Switch("ssl_session_tickets"),
            ClientCertificate = ClientCertificate(reader),
            TrustsSystemRoots = trusted.Contains("system"),
            TrustedCertificates = [.. trusted.Where(static c => c != "system").Select(c => Locate(reader, "lua_ssl_trusted_certificate", c))],
            VerifyDepth = reader.Integer("lua_ssl_verify_depth") ?? 0,
        };
    }

    private static List<CertificatePair> Pairs(SettingReader reader, string key)
    {
        var certificates = reader.List(key);
        var keys = reader.List(key + "_key");
        if (certificates.Count != keys.Count)
        {
            reader.Fail(reader.IsSet(key) ? key : key + "_key", $"has {certificates.Count} certificates for {keys.Count} keys", "give each certificate its key, in the same order");
            return [];
        }

        return [.. certificates.Zip(keys, (certificate, secret)
            => new CertificatePair(Locate(reader, key, certificate), Locate(reader, key + "_key", secret)))];
    }

    private static CertificatePair? ClientCertificate(SettingReader reader)
    {
        if (!reader.Switch("client_ssl"))
        {
            return null;
        }

        if (reader.Text("client_ssl_cert") is { } certificate && reader.Text("client_ssl_cert_key") is { } key)
        {
            return new CertificatePair(Locate(reader, "client_ssl_cert", certificate), Locate(reader, "client_ssl_cert_key", key));
        }

        reader.Fail("client_ssl", "is on without client_ssl_cert and client_ssl_cert_key", "set both");
        return null;
    }

    private static SslProtocols Protocols(SettingReader reader)
    {
        var protocols = SslProtocols.None;
        foreach (var word in (reader.Text("ssl_protocols") ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            switch (word)
            {
                case "TLSv1.2":
                    protocols |= SslProtocols.Tls12;
                    break;
                case "TLSv1.3":
                    protocols |= SslProtocols.Tls13;
                    break;
                case "TLSv1" or "TLSv1.1" or "SSLv3" or "SSLv2":
                    reader.Warn("ssl_protocols", $"{word} is broken and not offered (RFC 8996)");
                    break;
                default:
                    reader.Fail("ssl_protocols", $"'{word}' is not a TLS version", "write TLSv1.2 and TLSv1.3, separated by blanks");
                    break;
            }
        }

        if (reader.Choice("ssl_cipher_suite") == "modern" && !reader.IsSet("ssl_protocols"))
        {
            protocols = SslProtocols.Tls13;
        }

        if (protocols == SslProtocols.None)
        {
            reader.Fail("ssl_protocols", "leaves no TLS version", "write TLSv1.2 and TLSv1.3, separated by blanks");
        }

        return protocols;
    }

    /// <summary>PEM text and base64 stay as they are; anything else is a path, made absolute.</summary>
    private static string Locate(SettingReader reader, string key, string value)
        => CertificateText.IsInline(value) ? value : Path.GetFullPath(value, reader.Entry(key)?.BaseDirectory ?? "/");
}
