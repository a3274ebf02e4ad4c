using System.Text;
using Gatehouse.Gateway.Outbound;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>Posts forms to a provider, as the gateway's client or as another one.</summary>
internal sealed class ProviderCalls(OutboundClient client, OpenIdConnectConfig config, ILogger logger)
{
    private const int MaxAnswer = 128 * 1024;

    /// <summary>Where a call goes: to what the configuration says, else to what was discovered; null when neither says anything.</summary>
    public static DocumentLink? Target(Uri? configured, DocumentLink? discovered)
        => configured is null ? discovered : new DocumentLink(configured, OutboundReach.Configured);

    /// <summary>Posts a form.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="form">Parameters; those without a value are left out.</param>
    /// <param name="other">Id and secret of another client than the gateway.</param>
    public async Task<OutboundResponse> PostAsync(DocumentLink target, IEnumerable<(string Name, string? Value)> form, (string Id, string Secret)? other = null)
    {
        var own = config.ClientAuthentication;
        string? authorization = other is { } them ? FormText.Basic(them.Id, them.Secret)
            : own == ClientAuthentication.ClientSecretBasic && config.ClientId is { } id ? FormText.Basic(id, config.ClientSecret ?? "")
            : null;
        if (authorization is null)
        {
            form = form.Append(("client_id", config.ClientId)).Append(("client_secret", own == ClientAuthentication.None ? null : config.ClientSecret));
        }

        var response = await client.SendAsync(
            new OutboundRequest
            {
                Url = target.Url,
                Reach = target.Reach,
                Method = HttpMethod.Post,
                VerifyTls = config.VerifyTls,
                Timeout = config.Timeout,
                MaxResponseBytes = MaxAnswer,
                Authorization = authorization,
                Body = Encoding.ASCII.GetBytes(FormText.Of(form)),
                ContentType = FormText.MediaType,
            },
            CancellationToken.None);
        if (response.Failure != OutboundFailure.None || response.Status is >= 500 or 429)
        {
            OpenIdLog.CallFailed(logger, target.Url.Authority, target.Url.AbsolutePath, response.Outcome);
        }

        return response;
    }

    /// <summary>Says that the provider does not take the gateway's client.</summary>
    public void WarnOfClient(DocumentLink target, string error) => OpenIdLog.ClientRefused(logger, target.Url.Authority, target.Url.AbsolutePath, error);
}
