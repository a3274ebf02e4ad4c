namespace Gatehouse.Protocols.Aws.Signing;

/// <summary>Why a signed request was refused. The names say nothing of its content.</summary>
public enum SigV4Failure
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>No <c>Authorization</c>, or one of another scheme.</summary>
    Missing,

    /// <summary><c>Authorization</c> occurs twice, or is not Credential, SignedHeaders, Signature in this order and form.</summary>
    Malformed,

    /// <summary><c>X-Amz-Date</c> is missing, twice there, or not <c>yyyyMMddTHHmmssZ</c>.</summary>
    DateMalformed,

    /// <summary>The scope's day is not that of <c>X-Amz-Date</c>.</summary>
    DateMismatch,

    /// <summary>Signed too long ago, or too far ahead.</summary>
    ClockSkew,

    /// <summary>The scope names another service.</summary>
    Service,

    /// <summary>The scope names another region.</summary>
    Region,

    /// <summary><c>host</c>, <c>x-amz-date</c>, or an <c>x-amz-*</c> header that is there, is not among the signed.</summary>
    HeaderNotSigned,

    /// <summary>A signed header is not there.</summary>
    HeaderAbsent,

    /// <summary><c>X-Amz-Security-Token</c>: key pairs of consumers have none.</summary>
    SessionToken,

    /// <summary><c>X-Amz-Content-Sha256</c> is neither a hash nor a form that is taken.</summary>
    PayloadForm,

    /// <summary><c>X-Amz-Content-Sha256</c> is not the body's hash.</summary>
    PayloadHash,

    /// <summary>Nobody has this access key.</summary>
    UnknownKey,

    /// <summary>The signature is not that of the key's secret.</summary>
    Signature,
}
