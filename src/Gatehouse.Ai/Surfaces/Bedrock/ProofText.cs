using System.Text;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Bedrock;

/// <summary>
/// Thought that another vendor gave encrypted, in Bedrock's <c>redactedContent</c>. That is bytes, which a client decodes and encodes again: the mark
/// of its origin is put inside.
/// </summary>
internal static class ProofText
{
    /// <summary>What is written for encrypted thought.</summary>
    public static string WriteRedacted(Dialect origin, string redacted)
        => origin == Dialect.Bedrock ? redacted : Convert.ToBase64String(Encoding.UTF8.GetBytes(SignatureTag.Put(origin, redacted)));

    /// <summary>What is written for a signature.</summary>
    public static string WriteSignature(Dialect origin, string signature) => origin == Dialect.Bedrock ? signature : SignatureTag.Put(origin, signature);

    /// <summary>Origin and encrypted thought as minted. What holds no mark is Bedrock's own.</summary>
    public static (Dialect? Origin, string Redacted) ReadRedacted(string base64)
    {
        var bytes = Convert.FromBase64String(base64);
        string text = Encoding.UTF8.GetString(bytes);
        var (origin, value) = SignatureTag.Take(text, Dialect.Bedrock);
        return value.Length == text.Length ? (origin, base64) : (origin, value);
    }
}
