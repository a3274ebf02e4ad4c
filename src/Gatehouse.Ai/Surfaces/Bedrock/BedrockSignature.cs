using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Core.Http;
using Gatehouse.Protocols.Aws.Signing;

namespace Gatehouse.Ai.Surfaces.Bedrock;

/// <summary>
/// A client that proves itself as AWS's SDKs do, by a signature over the call with the secret of a key pair that the gateway gave out. The
/// alternative is a bearer key, which is no affair of this surface.
/// </summary>
internal sealed class BedrockSignature(SigV4Verifier verifier)
{
    private static readonly HeaderName Authorization = new("authorization");

    /// <summary>Whether a call is signed, rightly or not.</summary>
    public static bool IsSigned(HeaderMap headers) => headers.GetString(Authorization) is { } value && SigV4Verifier.IsSigV4(value);

    /// <summary>The access key a call claims to be signed with, not proven; null = none.</summary>
    public string? ClaimedKey(HeaderMap headers) => headers.GetString(Authorization) is { } value ? verifier.ClaimedKey(value) : null;

    /// <summary>Checks a call.</summary>
    /// <param name="method">As it came.</param>
    /// <param name="path">As it was on the wire, percent-encoding included.</param>
    /// <param name="query">As it was on the wire, without question mark.</param>
    /// <param name="headers">All of them.</param>
    /// <param name="body">All of it.</param>
    /// <param name="secretOf">Secret of an access key; null = nobody has it.</param>
    public SigV4Verdict Check(string method, string path, string query, HeaderMap headers, ReadOnlySpan<byte> body, Func<string, string?> secretOf)
    {
        var list = new List<SigV4Header>(headers.Count);
        foreach (var field in headers)
        {
            list.Add(new(Encoding.ASCII.GetString(field.Name), Encoding.UTF8.GetString(field.Value)));
        }

        return verifier.Verify(new SigV4Request(method, path, query, list), body, secretOf);
    }

    /// <summary>What a client is told of a refused signature, in AWS's words; nothing that tells a wrong secret from a key that nobody has but what AWS tells too.</summary>
    public static AiError ErrorOf(SigV4Failure failure) => new(AiErrorKind.Authentication, failure switch
    {
        SigV4Failure.Missing => "Missing Authentication Token",
        SigV4Failure.ClockSkew => "Signature expired or not yet current: the clock of the client is more than five minutes off.",
        SigV4Failure.Service => "Credential should be scoped to correct service: 'bedrock'.",
        SigV4Failure.Region => "Credential should be scoped to a valid region.",
        SigV4Failure.HeaderNotSigned => "'Host', 'X-Amz-Date' and all 'X-Amz-' headers must be signed.",
        SigV4Failure.HeaderAbsent => "A signed header is not in the request.",
        SigV4Failure.DateMalformed or SigV4Failure.DateMismatch => "'X-Amz-Date' must be there once, as yyyyMMddTHHmmssZ, on the day of the credential's scope.",
        SigV4Failure.PayloadForm or SigV4Failure.PayloadHash => "The value of 'X-Amz-Content-Sha256' is not the hash of the body.",
        SigV4Failure.Malformed => "Authorization header is not well formed.",
        SigV4Failure.SessionToken or SigV4Failure.UnknownKey => "The security token included in the request is invalid.",
        _ => "The request signature we calculated does not match the signature you provided.",
    })
    {
        Code = failure switch
        {
            SigV4Failure.Missing => "MissingAuthenticationTokenException",
            SigV4Failure.Malformed or SigV4Failure.HeaderNotSigned or SigV4Failure.HeaderAbsent or SigV4Failure.DateMalformed or SigV4Failure.DateMismatch => "IncompleteSignatureException",
            SigV4Failure.SessionToken or SigV4Failure.UnknownKey => "UnrecognizedClientException",
            _ => "InvalidSignatureException",
        },
    };
}
