using System.Net.Http.Headers;
using System.Security.Authentication;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Upstreams.Names;

namespace Gatehouse.Gateway.Outbound;

/// <summary>
/// Makes the calls of plugins to the outside, off the loops. Offered by <see cref="PluginBuildContext.Services"/> under this type; one
/// per node, over reloads.
/// </summary>
internal sealed class OutboundClient : IDisposable
{
    private readonly TimeProvider _time;
    private readonly OutboundConnector _connector;
    private readonly OutboundHandlers _handlers;
    private readonly HostGates _gates;

    public OutboundClient(IHostResolver resolver, OutboundOptions options, TimeProvider time)
    {
        _time = time;
        _connector = new OutboundConnector(resolver, options, time);
        _handlers = new OutboundHandlers(_connector, options);
        _gates = new HostGates(options);
    }

    /// <summary>The client of a build; throws <see cref="PluginBuildException"/> when the program offers none.</summary>
    public static OutboundClient From(PluginBuildContext context)
        => (OutboundClient?)context.Services.GetService(typeof(OutboundClient))
            ?? throw new PluginBuildException($"{context.Instance.Name}: the program offers no {nameof(OutboundClient)}");

    /// <summary>Makes the call; every outcome is an answer, none an exception.</summary>
    public async Task<OutboundResponse> SendAsync(OutboundRequest request, CancellationToken cancellation)
    {
        // The handler's work until its first wait (headers, pools) is not for a loop's thread either.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var limit = new CancellationTokenSource(request.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await FollowAsync(request, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return OutboundResponse.Failed(cancellation.IsCancellationRequested ? OutboundFailure.Cancelled
                : limit.IsCancellationRequested ? OutboundFailure.Timeout : OutboundFailure.Connect);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or FormatException or ObjectDisposedException or InvalidOperationException)
        {
            return OutboundResponse.Failed(ReasonOf(e));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _handlers.Dispose();
        _connector.Dispose();
    }

    private async Task<OutboundResponse> FollowAsync(OutboundRequest request, CancellationToken cancellation)
    {
        for (int left = request.MaxRedirects; ; left--)
        {
            var (response, location) = await SendOnceAsync(request, cancellation).ConfigureAwait(false);
            if (location is null || left <= 0 || request.Method != HttpMethod.Get)
            {
                return response;
            }

            if (!DocumentLink.TryFollow(request.Url, new Uri(request.Url, location).AbsoluteUri, out var link))
            {
                return OutboundResponse.Failed(OutboundFailure.Forbidden);
            }

            request = request.FollowedTo(link);
        }
    }

    private async Task<(OutboundResponse Response, Uri? Location)> SendOnceAsync(OutboundRequest request, CancellationToken cancellation)
    {
        string authority = request.Url.Authority;
        if (_gates.Enter(authority) is not { } gate)
        {
            return (OutboundResponse.Failed(OutboundFailure.Busy), null);
        }

        try
        {
            await gate.Places.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                using var message = CreateMessage(request);
                using var response = await _handlers.For(request.Reach, request.VerifyTls).SendAsync(message, cancellation).ConfigureAwait(false);
                bool isRedirect = (int)response.StatusCode is 301 or 302 or 303 or 307 or 308;
                return (await ReadAsync(response, request.MaxResponseBytes, cancellation).ConfigureAwait(false), isRedirect ? response.Headers.Location : null);
            }
            finally
            {
                gate.Places.Release();
            }
        }
        finally
        {
            _gates.Leave(authority, gate);
        }
    }

    private static HttpRequestMessage CreateMessage(OutboundRequest request)
    {
        var message = new HttpRequestMessage(request.Method, request.Url);
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.TryAddWithoutValidation("User-Agent", "gatehouse");
        if (request.Authorization is { } authorization)
        {
            message.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (!request.Body.IsEmpty)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType);
        }

        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    private static async Task<OutboundResponse> ReadAsync(HttpResponseMessage response, int limit, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentLength > limit)
        {
            return OutboundResponse.Failed(OutboundFailure.TooLarge);
        }

        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            byte[] body = new byte[Math.Min(limit + 1, (int)(response.Content.Headers.ContentLength ?? 4096) + 1)];
            int length = 0;
            for (int read; (read = await stream.ReadAsync(body.AsMemory(length), cancellation).ConfigureAwait(false)) > 0;)
            {
                length += read;
                if (length > limit)
                {
                    return OutboundResponse.Failed(OutboundFailure.TooLarge);
                }

                if (length == body.Length)
                {
                    Array.Resize(ref body, Math.Min(limit + 1, length * 2));
                }
            }

            return new OutboundResponse
            {
                Status = (int)response.StatusCode,
                Body = body.AsSpan(0, length).ToArray(),
                MediaType = response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() ?? "",
                MaxAge = MaxAgeOf(response.Headers.CacheControl),
            };
        }
    }

    private static TimeSpan? MaxAgeOf(CacheControlHeaderValue? control)
        => control is null ? null : control.NoStore || control.NoCache ? TimeSpan.Zero : control.MaxAge;

    private static OutboundFailure ReasonOf(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case ForbiddenAddressException:
                    return OutboundFailure.Forbidden;
                case AuthenticationException or HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }:
                    return OutboundFailure.Tls;
                case HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }
                    when e.InnerException is not IOException:
                    return OutboundFailure.Connect;
            }
        }

        return OutboundFailure.Broken;
    }
}
