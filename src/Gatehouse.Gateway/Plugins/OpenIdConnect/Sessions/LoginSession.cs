using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;

/// <summary>A log-in, as its cookie holds it. Times are seconds since 1970.</summary>
internal sealed record LoginSession
{
    private const byte Version = 2;
    private const int Fixed = 26;
    private const int Texts = 4;

    /// <summary>Random; stays the same over the session's life.</summary>
    public required string Id { get; init; }

    /// <summary>When the person logged in.</summary>
    public required long Created { get; init; }

    /// <summary>When the cookie was written.</summary>
    public required long Used { get; init; }

    /// <summary>When the access token ends.</summary>
    public required long Expires { get; init; }

    /// <summary>Whether the access token is signed and was verified, so that its claims count.</summary>
    public required bool IsAccessTokenVerified { get; init; }

    public required string AccessToken { get; init; }

    public required string IdToken { get; init; }

    /// <summary>Empty = there is none.</summary>
    public required string RefreshToken { get; init; }

    /// <summary>Bytes of its tokens.</summary>
    public int Bytes => AccessToken.Length + IdToken.Length + RefreshToken.Length;

    /// <summary>Its tokens.</summary>
    public TokenTexts Tokens => new(AccessToken, IdToken, RefreshToken.Length > 0 ? RefreshToken : null);

    /// <summary>A new random id.</summary>
    public static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <summary>The bytes to be sealed.</summary>
    public byte[] Write()
    {
        string[] texts = [Id, AccessToken, IdToken, RefreshToken];
        byte[] bytes = new byte[Fixed + texts.Sum(t => 4 + Encoding.UTF8.GetByteCount(t))];
        bytes[0] = Version;
        bytes[1] = IsAccessTokenVerified ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(2), Created);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(10), Used);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(18), Expires);
        int at = Fixed;
        foreach (string text in texts)
        {
            int length = Encoding.UTF8.GetBytes(text, bytes.AsSpan(at + 4));
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), length);
            at += 4 + length;
        }

        return bytes;
    }

    /// <summary>Reads what was sealed; null when it is of another version.</summary>
    public static LoginSession? Read(byte[]? bytes)
    {
        if (bytes is null || bytes.Length < Fixed || bytes[0] != Version)
        {
            return null;
        }

        int at = Fixed;
        string[] texts = new string[Texts];
        for (int i = 0; i < texts.Length; i++)
        {
            if (bytes.Length - at < 4 || BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at)) is var length && (length < 0 || length > bytes.Length - at - 4))
            {
                return null;
            }

            texts[i] = Encoding.UTF8.GetString(bytes, at + 4, length);
            at += 4 + length;
        }

        return new LoginSession
        {
            IsAccessTokenVerified = bytes[1] == 1,
            Created = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(2)),
            Used = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(10)),
            Expires = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(18)),
            Id = texts[0],
            AccessToken = texts[1],
            IdToken = texts[2],
            RefreshToken = texts[3],
        };
    }

    /// <summary>Nothing of the tokens.</summary>
    public override string ToString() => nameof(LoginSession);
}
