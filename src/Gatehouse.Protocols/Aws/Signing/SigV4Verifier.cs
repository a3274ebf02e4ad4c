using System.Globalization;
using System.Security.Cryptography;

namespace Gatehouse.Protocols.Aws.Signing;

/// <summary>
/// Checks a request that a client signed in its header with a key pair that we gave out. Answers by <see cref="SigV4Failure"/>; never
/// throws for what a client sent. May be used by many threads.
/// </summary>
/// <param name="time">Now.</param>
/// <param name="options">What is taken.</param>
public sealed class SigV4Verifier(TimeProvider time, SigV4VerifierOptions options)
{
    private const string Prefix = "x-amz-";

    // Signs for keys that nobody has, so that an unknown key takes as long as a wrong secret.
    private readonly string _nobody = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    /// <summary>Whether a value of <c>Authorization</c> means Signature Version 4; whether it is well formed is another question.</summary>
    public static bool IsSigV4(string authorization) =>
        authorization.Equals(SigV4Signature.Algorithm, StringComparison.Ordinal) || authorization.StartsWith(SigV4Signature.Algorithm + " ", StringComparison.Ordinal);

    /// <summary>Access key that a value of <c>Authorization</c> claims, not proven; null when the value is not well formed.</summary>
    public string? ClaimedKey(string authorization) =>
        IsSigV4(authorization) && authorization.Length <= options.MaxAuthorizationLength
            ? SigV4Authorization.TryParse(authorization, options.MaxSignedHeaders)?.AccessKeyId
            : null;

    /// <summary>Checks a request.</summary>
    /// <param name="request">As it came: path and query as on the wire, all header lines.</param>
    /// <param name="body">All of its payload.</param>
    /// <param name="secretOf">Secret of an access key, or null when nobody has it.</param>
    public SigV4Verdict Verify(in SigV4Request request, ReadOnlySpan<byte> body, Func<string, string?> secretOf)
    {
        var failure = Parse(request, out var authorization);
        if (failure != SigV4Failure.None)
        {
            return new(failure);
        }

        failure = CheckTime(request, authorization!, out string timeText);
        if (failure == SigV4Failure.None)
        {
            failure = CheckScope(authorization!);
        }

        if (failure == SigV4Failure.None)
        {
            failure = CheckSignedHeaders(request, authorization!);
        }

        string payloadHash = "";
        if (failure == SigV4Failure.None)
        {
            failure = CheckPayload(request, body, out payloadHash);
        }

        return failure == SigV4Failure.None ? CheckSignature(request, authorization!, timeText, payloadHash, secretOf) : new(failure);
    }

    private static string? Single(in SigV4Request request, string name, out int count)
    {
        string? found = null;
        count = 0;
        for (int i = 0; i < request.Headers.Count; i++)
        {
            if (request.Headers[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                found = request.Headers[i].Value;
                count++;
            }
        }

        return count == 1 ? found : null;
    }

    private SigV4Failure Parse(in SigV4Request request, out SigV4Authorization? authorization)
    {
        authorization = null;
        string? value = Single(request, "authorization", out int count);
        if (count > 1)
        {
            return SigV4Failure.Malformed;
        }

        if (value is null || !IsSigV4(value))
        {
            return SigV4Failure.Missing;
        }

        if (value.Length <= options.MaxAuthorizationLength)
        {
            authorization = SigV4Authorization.TryParse(value, options.MaxSignedHeaders);
        }

        return authorization is null ? SigV4Failure.Malformed : SigV4Failure.None;
    }

    private SigV4Failure CheckTime(in SigV4Request request, SigV4Authorization authorization, out string text)
    {
        text = Single(request, "x-amz-date", out _) ?? "";
        if (!DateTimeOffset.TryParseExact(text, SigV4Scope.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signed))
        {
            return SigV4Failure.DateMalformed;
        }

        if (!text.StartsWith(authorization.Scope.Date, StringComparison.Ordinal))
        {
            return SigV4Failure.DateMismatch;
        }

        return (time.GetUtcNow() - signed).Duration() > options.ClockSkew ? SigV4Failure.ClockSkew : SigV4Failure.None;
    }

    private SigV4Failure CheckScope(SigV4Authorization authorization)
    {
        if (authorization.Scope.Service != options.Service)
        {
            return SigV4Failure.Service;
        }

        return options.Region is { } region && authorization.Scope.Region != region ? SigV4Failure.Region : SigV4Failure.None;
    }

    private static SigV4Failure CheckSignedHeaders(in SigV4Request request, SigV4Authorization authorization)
    {
        var signed = authorization.SignedHeaders;
        bool hasHost = signed.Contains(SigV4Signature.Host) || signed.Contains(SigV4Signature.Authority);
        if (!hasHost || Array.BinarySearch(signed, "x-amz-date", StringComparer.Ordinal) < 0)
        {
            return SigV4Failure.HeaderNotSigned;
        }

        foreach (var header in request.Headers)
        {
            if (!header.Name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (Array.BinarySearch(signed, header.Name.ToLowerInvariant(), StringComparer.Ordinal) < 0)
            {
                return SigV4Failure.HeaderNotSigned;
            }

            if (header.Name.Equals("x-amz-security-token", StringComparison.OrdinalIgnoreCase))
            {
                return SigV4Failure.SessionToken;
            }
        }

        return SigV4Failure.None;
    }

    private SigV4Failure CheckPayload(in SigV4Request request, ReadOnlySpan<byte> body, out string hash)
    {
        hash = SigV4Payload.HashOf(body);
        string? said = Single(request, "x-amz-content-sha256", out int count);
        if (count == 0)
        {
            return SigV4Failure.None;
        }

        if (said == SigV4Payload.Unsigned && options.AllowUnsignedPayload)
        {
            hash = SigV4Payload.Unsigned;
            return SigV4Failure.None;
        }

        if (said is not { Length: 2 * SigV4Signature.Bytes } || !said.All(char.IsAsciiHexDigitLower))
        {
            return SigV4Failure.PayloadForm;
        }

        return said == hash ? SigV4Failure.None : SigV4Failure.PayloadHash;
    }

    private SigV4Verdict CheckSignature(in SigV4Request request, SigV4Authorization authorization, string timeText, string payloadHash, Func<string, string?> secretOf)
    {
        if (!SigV4Signature.TryCanonical(request, request.Query, authorization.SignedHeaders, request.Headers, payloadHash, normalizePath: true, out string canonical))
        {
            return new(SigV4Failure.HeaderAbsent);
        }

        string? secret = secretOf(authorization.AccessKeyId);
        Span<byte> ours = stackalloc byte[SigV4Signature.Bytes];
        SigV4Signature.Sign(secret ?? _nobody, authorization.Scope, SigV4Signature.ToSign(timeText, authorization.Scope, canonical), ours);
        bool isEqual = CryptographicOperations.FixedTimeEquals(ours, Convert.FromHexString(authorization.Signature));
        if (secret is null)
        {
            return new(SigV4Failure.UnknownKey);
        }

        return isEqual ? new(SigV4Failure.None, authorization.AccessKeyId, authorization.Scope.Region) : new(SigV4Failure.Signature);
    }
}
