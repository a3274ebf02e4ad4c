namespace Gatehouse.Settings;

/// <summary>A certificate with its private key, each a file path, PEM text or base64 of PEM text.</summary>
public sealed record CertificatePair(string Certificate, string Key)
{
    /// <summary>The key never shows.</summary>
    public override string ToString() => "certificate with key";
}
