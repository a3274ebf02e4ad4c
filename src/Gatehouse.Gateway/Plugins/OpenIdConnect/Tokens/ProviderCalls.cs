using System.Text;
using Gatehouse.Gateway.Identity.OpenId;
using Gatehouse.Gateway.Outbound;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>Calls a provider: with forms as the gateway's client or as another one, and with somebody's token.</summary>
internal sealed class ProviderCalls(OutboundClient client, OpenIdConnectConfig config, ClientAssertion? assertion, ILogger logger)
{
    private const int MaxAnswer = 128 * 1024;

    /// <summary>Where a call goes: to what the configuration says, else to what was discovered; null when neither says anything.</summary>
    public static DocumentLink? Target(Uri? configured, DocumentLink? discovered)
        => configured is null ? discovered : new DocumentLink(configured, OutboundReach.Configured);

    /// <summary>Posts a form.</summary>
    /// <param name="provider">Whom.</param>
    /// <param name="target">Where to.</param>
    /// <param name="form">Parameters; those without a value are left out.</param>
    /// <param name="other">Id and secret of another client than the gateway.</param>
    /// <param name="isClientNamed">Whether client_id is sent also where the client authenticates by a field.</param>
    public async Task<OutboundResponse> PostAsync(
        Provider provider, DocumentLink target, IEnumerable<(string Name, string? Value)> form, (string Id, string Secret)? other = null, bool isClientNamed = false)
    {
        string? authorization = null;
        if (other is { } them)
        {
            authorization = FormText.Basic(them.Id, them.Secret);
        }
        else if (assertion is not null)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            form = form.Concat(
            [
                ("client_id", config.ClientId),
                ("client_assertion_type", ClientAssertion.Type),
                ("client_assertion", assertion.Write(config.AssertionAudience ?? provider.Metadata.Issuer)),
            ]);
        }
        else if (config.ClientAuthentication == ClientAuthentication.ClientSecretBasic && config.ClientId is { } id)
        {
            authorization = FormText.Basic(id, config.ClientSecret ?? "");
            form = isClientNamed ? form.Append(("client_id", id)) : form;
        }
        else
        {
            form = form.Append(("client_id", config.ClientId))
                .Append(("client_secret", config.ClientAuthentication == ClientAuthentication.ClientSecretPost ? config.ClientSecret : null));
        }

        return await SendAsync(new OutboundRequest
        {
            Url = target.Url,
            Reach = target.Reach,
            Method = HttpMethod.Post,
            Authorization = authorization,
            Body = Encoding.ASCII.GetBytes(FormText.Of(form)),
            ContentType = FormText.MediaType,
        }).ConfigureAwait(false);
    }

    /// <summary>Asks with somebody's token.</summary>
    public Task<OutboundResponse> GetAsync(DocumentLink target, string token)
        => SendAsync(new OutboundRequest { Url = target.Url, Reach = target.Reach, Authorization = "Bearer " + token });

    /// <summary>Says that the provider does not take the gateway's client.</summary>
    public void WarnOfClient(DocumentLink target, string error) => OpenIdLog.ClientRefused(logger, target.Url.Authority, target.Url.AbsolutePath, error);

    /// <summary>Says that the provider's answer is none that could be used.</summary>
    public void WarnOfAnswer(DocumentLink target, string what) => OpenIdLog.CallFailed(logger, target.Url.Authority, target.Url.AbsolutePath, what);

    private async Task<OutboundResponse> SendAsync(OutboundRequest request)
    {
        var response = await client.SendAsync(
            request with { VerifyTls = config.VerifyTls, Timeout = config.Timeout, MaxResponseBytes = MaxAnswer }, CancellationToken.None).ConfigureAwait(false);
        if (response.Failure != OutboundFailure.None || response.Status is >= 500 or 429 or (>= 300 and <= 399))
        {
            OpenIdLog.CallFailed(logger, request.Url.Authority, request.Url.AbsolutePath, response.Outcome);
        }

        return response;
    }
}
