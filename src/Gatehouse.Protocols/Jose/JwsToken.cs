using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Gatehouse.Protocols.Jose;

/// <summary>
/// A signed token in compact serialization (RFC 7515 §7.1), taken apart and checked for form. Nothing of it is to be believed
/// before <see cref="JoseKey.Verify"/> said <see cref="JoseError.None"/>.
/// </summary>
public sealed class JwsToken
{
    private readonly ReadOnlyMemory<byte> _token;
    private readonly int _payloadStart;
    private readonly int _signatureStart;
    private readonly byte[] _header;
    private readonly JwsHeader _fields;

    private JwsToken(ReadOnlyMemory<byte> token, int payloadStart, int signatureStart, byte[] header, in JwsHeader fields)
    {
        _token = token;
        _payloadStart = payloadStart;
        _signatureStart = signatureStart;
        _header = header;
        _fields = fields;
    }

    /// <summary><c>alg</c>: what the token says, which decides nothing; the key does.</summary>
    public JoseAlgorithm Algorithm => _fields.Algorithm;

    /// <summary>Whether there is a <c>kid</c>.</summary>
    public bool HasKeyId => _fields.KeyId.Length >= 0;

    /// <summary><c>kid</c> in UTF-8, empty when absent: any text the sender likes, to be looked up and never to be interpreted.</summary>
    public ReadOnlySpan<byte> KeyId => Slice(_fields.KeyId);

    /// <summary><c>typ</c> in UTF-8, empty when absent.</summary>
    public ReadOnlySpan<byte> Type => Slice(_fields.Type);

    /// <summary><c>cty</c> in UTF-8, empty when absent.</summary>
    public ReadOnlySpan<byte> ContentType => Slice(_fields.ContentType);

    /// <summary>The whole token.</summary>
    public ReadOnlySpan<byte> Encoded => _token.Span;

    /// <summary>What is signed: header and payload as they were sent, and the dot between them.</summary>
    public ReadOnlySpan<byte> SigningInput => _token.Span[..(_signatureStart - 1)];

    /// <summary>Bytes of the decoded payload, at least 1.</summary>
    public int PayloadLength => StrictBase64Url.DecodedLength(EncodedPayload.Length);

    internal ReadOnlySpan<byte> EncodedPayload => _token.Span[_payloadStart..(_signatureStart - 1)];

    internal ReadOnlySpan<byte> EncodedSignature => _token.Span[_signatureStart..];

    /// <summary>Takes the token apart without copying it: its bytes must stay as they are while the result is used.</summary>
    /// <returns>False with the reason, and no token, when it is not an acceptable one.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> token, JoseLimits limits, [NotNullWhen(true)] out JwsToken? result, out JoseError error)
    {
        ArgumentNullException.ThrowIfNull(limits);
        result = null;
        error = Split(token.Span, limits, out int payloadStart, out int signatureStart);
        if (error != JoseError.None)
        {
            return false;
        }

        var header = StrictBase64Url.Decode(token.Span[..(payloadStart - 1)])!;
        error = JwsHeaderReader.Read(header, limits, out var fields);
        if (error == JoseError.None)
        {
            // After the header, so that unsigned, encrypted and unencoded tokens are told from broken ones.
            error = CheckEncoding(token.Span[payloadStart..(signatureStart - 1)], token.Span[signatureStart..]);
        }

        result = error == JoseError.None ? new JwsToken(token, payloadStart, signatureStart, header, fields) : null;
        return result is not null;
    }

    /// <summary>Copies the token, then takes it apart; for bytes that live in somebody's buffer.</summary>
    /// <returns>False with the reason, and no token, when it is not an acceptable one.</returns>
    public static bool TryParse(ReadOnlySpan<byte> token, JoseLimits limits, [NotNullWhen(true)] out JwsToken? result, out JoseError error)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (token.Length <= limits.TokenBytes)
        {
            return TryParse(new ReadOnlyMemory<byte>(token.ToArray()), limits, out result, out error);
        }

        result = null;
        error = JoseError.TokenTooLarge;
        return false;
    }

    /// <summary>Decodes the payload into the first <see cref="PayloadLength"/> bytes of <paramref name="destination"/>.</summary>
    /// <exception cref="ArgumentException">It does not fit.</exception>
    public void CopyPayload(Span<byte> destination)
    {
        if (!StrictBase64Url.TryDecode(EncodedPayload, destination, out _))
        {
            throw new ArgumentException("the payload does not fit", nameof(destination));
        }
    }

    /// <summary>
    /// Whether <c>typ</c> is that media type, e.g. <c>at+jwt</c> (RFC 8725 §3.11): without regard to case, and to
    /// <c>application/</c> in front (RFC 7515 §4.1.9).
    /// </summary>
    public bool HasType(ReadOnlySpan<byte> mediaType) => IsMediaType(Type, mediaType);

    /// <summary>As <see cref="HasType"/>, of <c>cty</c>.</summary>
    public bool HasContentType(ReadOnlySpan<byte> mediaType) => IsMediaType(ContentType, mediaType);

    /// <summary>Says nothing of the token: whoever logs it by mistake leaks nothing.</summary>
    public override string ToString() => nameof(JwsToken);

    private static JoseError Split(ReadOnlySpan<byte> token, JoseLimits limits, out int payloadStart, out int signatureStart)
    {
        payloadStart = signatureStart = 0;
        if (token.Length > limits.TokenBytes)
        {
            return JoseError.TokenTooLarge;
        }

        if (token.IsEmpty || token[0] == (byte)'{')
        {
            return token.IsEmpty ? JoseError.TokenEmpty : JoseError.TokenNotCompact;
        }

        int dots = token.Count((byte)'.');
        if (dots != 2)
        {
            return dots == 4 ? JoseError.TokenEncrypted : JoseError.TokenParts;
        }

        payloadStart = token.IndexOf((byte)'.') + 1;
        signatureStart = token.LastIndexOf((byte)'.') + 1;
        var header = token[..(payloadStart - 1)];
        if (StrictBase64Url.DecodedLength(header.Length) > limits.HeaderBytes)
        {
            return JoseError.HeaderTooLarge;
        }

        return header.IsEmpty || !StrictBase64Url.IsValid(header) ? JoseError.HeaderEncoding : JoseError.None;
    }

    private static JoseError CheckEncoding(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature) =>
        payload.IsEmpty ? JoseError.PayloadMissing
        : signature.IsEmpty ? JoseError.SignatureMissing
        : !StrictBase64Url.IsValid(payload) ? JoseError.PayloadEncoding
        : !StrictBase64Url.IsValid(signature) ? JoseError.SignatureEncoding
        : JoseError.None;

    private static bool IsMediaType(ReadOnlySpan<byte> value, ReadOnlySpan<byte> mediaType)
    {
        var prefix = "application/"u8;
        if (value.Length > prefix.Length && Ascii.EqualsIgnoreCase(value[..prefix.Length], prefix))
        {
            value = value[prefix.Length..];
        }

        return !value.IsEmpty && Ascii.EqualsIgnoreCase(value, mediaType);
    }

    private ReadOnlySpan<byte> Slice((int Start, int Length) range) => range.Length <= 0 ? default : _header.AsSpan(range.Start, range.Length);
}
