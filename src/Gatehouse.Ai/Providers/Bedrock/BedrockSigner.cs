using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers.Bedrock.Credentials;
using Gatehouse.Protocols.Aws.Signing;

namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>
/// Signs calls by SigV4. The path goes on the wire percent-encoded once (<c>v1%3A0</c>); the signature is over the path encoded once more
/// (<c>v1%253A0</c>), which the signer does by itself.
/// </summary>
internal sealed class BedrockSigner(AwsCredentialCache chain, TimeProvider time)
{
    // The host's name begins with bedrock-runtime; what signatures are made for is called otherwise.
    private const string SigningName = "bedrock";

    public ValueTask<VendorRequest> AuthorizeAsync(VendorRequest request, ProviderAddress provider, CancellationToken cancellationToken)
    {
        string region = RegionOf(provider);
        if (provider is { AwsAccessKeyId: { } id, AwsSecretAccessKey: { } secret })
        {
            return ValueTask.FromResult(Sign(request, provider.Url, new(id, secret, provider.AwsSessionToken), region));
        }

        var credential = chain.GetAsync(cancellationToken);
        return credential.IsCompletedSuccessfully
            ? ValueTask.FromResult(Sign(request, provider.Url, credential.Result, region))
            : SignLaterAsync(credential, request, provider.Url, region);
    }

    /// <summary>The region that is configured, or that the host's name says.</summary>
    public static string RegionOf(ProviderAddress provider)
    {
        if (provider.Region is { Length: > 0 } region)
        {
            return region;
        }

        return provider.Url.Host.Split('.') is ["bedrock-runtime" or "bedrock-runtime-fips", var said, "amazonaws" or "api", ..]
            ? said
            : throw new AiException(AiErrorKind.VendorFailed, $"Provider '{provider.Name}' has no AWS region.");
    }

    private async ValueTask<VendorRequest> SignLaterAsync(ValueTask<AwsCredential> credential, VendorRequest request, Uri url, string region)
        => Sign(request, url, await credential, region);

    private VendorRequest Sign(VendorRequest request, Uri url, AwsCredential credential, string region)
    {
        // HTTP leaves the port out of Host where it is the scheme's own, and so does the signature.
        string host = url.IsDefaultPort ? url.Host : $"{url.Host}:{url.Port}";
        int mark = request.Target.IndexOf('?', StringComparison.Ordinal);
        string path = mark < 0 ? request.Target : request.Target[..mark];
        var signed = new List<SigV4Header> { new("host", host) };
        foreach (var (name, value) in request.Headers)
        {
            if (name.Equals("content-type", StringComparison.OrdinalIgnoreCase) || name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase))
            {
                signed.Add(new(name, value));
            }
        }

        var made = SigV4Signer.SignHeader(
            new(request.Method, url.AbsolutePath.TrimEnd('/') + path, mark < 0 ? "" : request.Target[(mark + 1)..], signed),
            SigV4Payload.HashOf(request.Body.Span), credential, region, SigningName, time.GetUtcNow());
        List<KeyValuePair<string, string>> headers = [.. request.Headers, new("x-amz-date", made.Date), new("authorization", made.Authorization)];
        if (made.SecurityToken is { } token)
        {
            headers.Add(new("x-amz-security-token", token));
        }

        return request with { Headers = headers };
    }
}
