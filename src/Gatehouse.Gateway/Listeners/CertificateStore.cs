using System.Collections.Frozen;
using System.Net.Security;

namespace Gatehouse.Gateway.Listeners;

/// <summary>
/// Finds the certificate for a server name: exact, then the longest wildcard on the left (<c>*.example.com</c>), then on the
/// right (<c>example.*</c>), then <c>*</c>, then the node's default. Built with a snapshot; asked once per handshake.
/// </summary>
internal sealed class CertificateStore
{
    private readonly FrozenDictionary<string, SslStreamCertificateContext> _byName;
    private readonly SslStreamCertificateContext _default;

    /// <param name="byName">Names as in the SNI entities, lower case.</param>
    /// <param name="fallback">The node's default certificate.</param>
    public CertificateStore(IReadOnlyDictionary<string, SslStreamCertificateContext> byName, SslStreamCertificateContext fallback)
    {
        _byName = byName.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _default = fallback;
    }

    /// <summary>The certificate for a name; the name may be empty and may end in a dot.</summary>
    public SslStreamCertificateContext Find(string? serverName)
    {
        string name = (serverName ?? "").TrimEnd('.');
        if (name.Length == 0)
        {
            return _byName.GetValueOrDefault("*", _default);
        }

        if (_byName.TryGetValue(name, out var exact))
        {
            return exact;
        }

        for (int dot = name.IndexOf('.'); dot >= 0; dot = name.IndexOf('.', dot + 1))
        {
            if (_byName.TryGetValue(string.Concat("*", name.AsSpan(dot)), out var left))
            {
                return left;
            }
        }

        for (int dot = name.LastIndexOf('.'); dot > 0; dot = name.LastIndexOf('.', dot - 1))
        {
            if (_byName.TryGetValue(string.Concat(name.AsSpan(0, dot + 1), "*"), out var right))
            {
                return right;
            }
        }

        return _byName.GetValueOrDefault("*", _default);
    }
}
