using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Net.Channels;

/// <summary>Says why a peer's certificate is not accepted, in words for whoever has to repair it.</summary>
internal static class TlsDistrust
{
    private const X509ChainStatusFlags NotSigned =
        X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.NotSignatureValid;

    private const X509ChainStatusFlags NotValidNow = X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.CtlNotTimeValid;

    /// <summary>Null when the certificate is accepted.</summary>
    public static string? Find(TlsClientSettings settings, X509Chain? chain, SslPolicyErrors errors)
    {
        if (!settings.Verify)
        {
            return null;
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) || chain is null)
        {
            return "no certificate was shown";
        }

        if (errors != SslPolicyErrors.None)
        {
            return Join(settings, chain, errors);
        }

        // As OpenSSL counts: the certificates between the peer's own and the root.
        int between = Math.Max(0, chain.ChainElements.Count - 2);
        return settings.VerifyDepth is { } depth && between > depth
            ? $"the certificate has {between} intermediate certificates above it where {depth} are allowed"
            : null;
    }

    private static string Join(TlsClientSettings settings, X509Chain chain, SslPolicyErrors errors)
    {
        var causes = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            causes.Add($"the certificate is not for the name '{settings.ServerName}'");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            AddChain(chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, static (all, s) => all | s.Status), causes);
        }

        return string.Join(", ", causes);
    }

    private static void AddChain(X509ChainStatusFlags status, List<string> causes)
    {
        if ((status & NotValidNow) != 0)
        {
            causes.Add("the certificate has expired or is not valid yet");
        }

        if ((status & NotSigned) != 0)
        {
            causes.Add("the certificate is not signed by a trusted authority");
        }

        var rest = status & ~(NotValidNow | NotSigned);
        if (rest != X509ChainStatusFlags.NoError || causes.Count == 0)
        {
            causes.Add($"the certificate chain is not acceptable ({rest})");
        }
    }
}
