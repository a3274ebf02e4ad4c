using System.Globalization;

namespace Gatehouse.Protocols.Aws.Signing;

/// <summary>
/// Signs requests by AWS Signature Version 4 (AWS General Reference, "Create a signed AWS API request"), for every service but S3.
/// Needs the headers <c>host</c> and whatever else shall be signed; adds its own.
/// </summary>
public static class SigV4Signer
{
    private const string DateHeader = "x-amz-date";
    private const string TokenHeader = "x-amz-security-token";
    private const string HashHeader = "x-amz-content-sha256";

    /// <summary>Signs in the header.</summary>
    /// <param name="request">The request as it will be sent, without the headers that this adds.</param>
    /// <param name="payloadHash"><see cref="SigV4Payload.HashOf"/> of the body, or <see cref="SigV4Payload.Unsigned"/>.</param>
    /// <param name="credential">Who signs.</param>
    /// <param name="region">For instance <c>us-east-1</c>.</param>
    /// <param name="service">Signing name, for instance <c>bedrock</c>.</param>
    /// <param name="time">Now; AWS refuses what is more than five minutes off.</param>
    /// <param name="options">Null = <see cref="SigV4Options.Default"/>.</param>
    public static SigV4Headers SignHeader(
        in SigV4Request request, string payloadHash, AwsCredential credential, string region, string service, DateTimeOffset time, SigV4Options? options = null)
    {
        options ??= SigV4Options.Default;
        string timeText = SigV4Scope.TimeText(time);
        var headers = new List<SigV4Header>(request.Headers) { new(DateHeader, timeText) };
        if (credential.SessionToken is { } token)
        {
            headers.Add(new(TokenHeader, token));
        }

        if (options.SendContentSha256)
        {
            headers.Add(new(HashHeader, payloadHash));
        }

        var names = CanonicalHeaders.NamesOf(headers);
        var scope = SigV4Scope.At(time, region, service);
        SigV4Signature.TryCanonical(request, request.Query, names, headers, payloadHash, options.NormalizePath, out string canonical);
        string signature = Signed(credential, scope, timeText, canonical);
        string authorization = $"{SigV4Signature.Algorithm} Credential={credential.AccessKeyId}/{scope}, SignedHeaders={string.Join(';', names)}, Signature={signature}";
        return new(timeText, authorization, credential.SessionToken, options.SendContentSha256 ? payloadHash : null);
    }

    /// <summary>Signs in the query (a presigned URL). Returns the whole query to send, without question mark; no header is added.</summary>
    public static string SignQuery(
        in SigV4Request request, string payloadHash, AwsCredential credential, string region, string service, DateTimeOffset time, SigV4Options? options = null)
    {
        options ??= SigV4Options.Default;
        string timeText = SigV4Scope.TimeText(time);
        var scope = SigV4Scope.At(time, region, service);
        var names = CanonicalHeaders.NamesOf(request.Headers);
        string query = string.Concat(
            request.Query.Length > 0 ? request.Query + "&" : "",
            $"X-Amz-Algorithm={SigV4Signature.Algorithm}",
            $"&X-Amz-Credential={CanonicalUri.Encoded($"{credential.AccessKeyId}/{scope}")}",
            $"&X-Amz-Date={timeText}&X-Amz-SignedHeaders={CanonicalUri.Encoded(string.Join(';', names))}&X-Amz-Expires=");
        query += options.ExpiresSeconds.ToString(CultureInfo.InvariantCulture);
        query += credential.SessionToken is { } token ? $"&X-Amz-Security-Token={CanonicalUri.Encoded(token)}" : "";
        SigV4Signature.TryCanonical(request, query, names, request.Headers, payloadHash, options.NormalizePath, out string canonical);
        return $"{query}&X-Amz-Signature={Signed(credential, scope, timeText, canonical)}";
    }

    private static string Signed(AwsCredential credential, in SigV4Scope scope, string time, string canonical)
    {
        Span<byte> signature = stackalloc byte[SigV4Signature.Bytes];
        SigV4Signature.Sign(credential.SecretAccessKey, scope, SigV4Signature.ToSign(time, scope, canonical), signature);
        return Convert.ToHexStringLower(signature);
    }
}
