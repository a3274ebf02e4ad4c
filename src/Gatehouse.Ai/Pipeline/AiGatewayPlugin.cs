using System.Buffers;
using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Configuration;
using Gatehouse.Ai.Observability;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Net.Loops;

namespace Gatehouse.Ai.Pipeline;

/// <summary>
/// The LLM gateway at a route: finds the dialect and endpoint by the end of the path, and hands the request to who handles that kind. Everything
/// that fails is told in the client's dialect.
/// </summary>
internal sealed class AiGatewayPlugin : Plugin
{
    private readonly AiGatewayConfig _config;
    private readonly AiNode _node;
    private readonly DirectoryLease _lease;
    private readonly EndpointTable _endpoints;
    private readonly AiScope _scope;

    private AiGatewayPlugin(AiGatewayConfig config, AiNode node, DirectoryLease lease, AiScope scope)
    {
        _config = config;
        _node = node;
        _lease = lease;
        _scope = scope;
        _endpoints = new EndpointTable(config.Surfaces.Select(node.SurfaceOf));
    }

    /// <summary>Builds an instance; throws <see cref="PluginBuildException"/> for what is wrong with providers, models and policies.</summary>
    public static AiGatewayPlugin Build(AiGatewayConfig config, PluginBuildContext context)
    {
        var node = (AiNode?)context.Services.GetService(typeof(AiNode))
            ?? throw new PluginBuildException("ai-gateway: the program offers no AiNode");
        var lease = node.Directories.Lease((ConfigSet)context.Services.GetService(typeof(ConfigSet))!);
        try
        {
            return new AiGatewayPlugin(config, node, lease, AiScope.Of(config, lease.Directory));
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override ValueTask AccessAsync(Exchange exchange)
    {
        string method = exchange.Request.Method.ToString();
        Surface? other = null;
        for (int next = 0; _endpoints.TryNext(exchange.Request.Path, ref next, out var endpoint, out var values);)
        {
            if (endpoint.Method != method)
            {
                other ??= endpoint.Surface;
            }
            else if (endpoint is not CatalogEndpoint catalog || catalog.Accepts(CallOf(exchange, values, default)))
            {
                return HandleAsync(exchange, endpoint, values);
            }
        }

        string path = Encoding.UTF8.GetString(exchange.Request.Path);
        Fail(exchange, other ?? _endpoints.Nearest(path) ?? _node.SurfaceOf(_config.Surfaces[0]), other is null
            ? new AiError(AiErrorKind.NotFound, $"There is no endpoint {method} {Printable(path)}.")
            : new AiError(AiErrorKind.NotFound, $"{Printable(path)} does not take {method}."));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override void OnResponseHead(Exchange exchange)
    {
        // A refusal of another plugin (no key, too many requests) is told in the client's dialect too.
        if (exchange.Answer.IsVerbatim || exchange.Response.Status < 400)
        {
            return;
        }

        int next = 0;
        if (_endpoints.TryNext(exchange.Request.Path, ref next, out var endpoint, out _))
        {
            ForeignErrors.Retell(exchange, endpoint.Surface);
        }
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _lease.Dispose();
        return base.DisposeAsync();
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    private async ValueTask HandleAsync(Exchange exchange, Endpoint endpoint, IReadOnlyList<string> values)
    {
        AiCall? call = null;
        try
        {
            call = CallOf(exchange, endpoint.Surface);
            if (endpoint.Surface.RequestIdField is { } requestId)
            {
                exchange.Response.Headers.Set(requestId, call.RequestId);
            }

            await ReadyAsync();
            var body = await ReadBodyAsync(exchange).ConfigureAwait(false);

            // A vendor works and charges as long as somebody seems to wait.
            exchange.Downstream.LeaveWithClient();
            switch (endpoint)
            {
                case ChatEndpoint chat:
                    call.Watch = _node.Watcher?.Begin(exchange, call, GenAiNames.Chat);
                    var request = LargeWork.IsLarge(body.Length) ? await DecodeElsewhereAsync(exchange, chat, values, body) : chat.Decode(CallOf(exchange, values, body));
                    await _node.Chat.HandleAsync(exchange, call, _scope, chat, request, body).ConfigureAwait(false);
                    break;
                case EmbeddingsEndpoint embeddings:
                    call.Watch = _node.Watcher?.Begin(exchange, call, GenAiNames.Embeddings);
                    var texts = await DecodeElsewhereAsync(exchange, embeddings, values, body);
                    await _node.Embeddings.HandleAsync(exchange, call, _scope, embeddings, texts, body.Length);
                    break;
                case CountTokensEndpoint count:
                    var counted = await DecodeElsewhereAsync(exchange, count, values, body);
                    await _node.CountTokens.HandleAsync(exchange, call, _scope, count, counted, body.Length);
                    break;
                case CatalogEndpoint catalog:
                    WriteCatalog(exchange, call, catalog, values, body);
                    break;
                case InfoEndpoint info:
                    await _node.Info.HandleAsync(exchange, call, _scope, info);
                    break;
            }

            call.Watch?.Handled(null);
        }
        catch (AiException error)
        {
            call?.Watch?.Handled(error.Error);
            Fail(exchange, endpoint.Surface, error.Error, call);
        }
        catch (Exception) when (call?.Watch is { } watch)
        {
            watch.Handled(new AiError(AiErrorKind.Internal, "The request failed."));
            throw;
        }
    }

    private static ValueTask<ChatRequest> DecodeElsewhereAsync(Exchange exchange, ChatEndpoint endpoint, IReadOnlyList<string> values, ReadOnlyMemory<byte> body)
        => LargeWork.RunAsync(body.Length, () => endpoint.Decode(CallOf(exchange, values, body)));

    private static ValueTask<EmbeddingsRequest> DecodeElsewhereAsync(Exchange exchange, EmbeddingsEndpoint endpoint, IReadOnlyList<string> values, ReadOnlyMemory<byte> body)
        => LargeWork.RunAsync(body.Length, () => endpoint.Decode(CallOf(exchange, values, body)));

    private static ValueTask<ChatRequest> DecodeElsewhereAsync(Exchange exchange, CountTokensEndpoint endpoint, IReadOnlyList<string> values, ReadOnlyMemory<byte> body)
        => LargeWork.RunAsync(body.Length, () => endpoint.Decode(CallOf(exchange, values, body)));

    private ValueTask ReadyAsync()
    {
        var ready = _node.UseAsync(_lease.Directory);
        return ready.IsCompletedSuccessfully ? ValueTask.CompletedTask : WaitAsync(ready);
    }

    private static async ValueTask WaitAsync(Task ready)
    {
        try
        {
            await ready;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DbException)
        {
            throw new AiException(AiErrorKind.Overloaded, "Nothing can be accounted for at the moment.");
        }
    }

    private void WriteCatalog(Exchange exchange, AiCall call, CatalogEndpoint endpoint, IReadOnlyList<string> values, ReadOnlyMemory<byte> body)
    {
        var output = new ArrayBufferWriter<byte>();
        endpoint.Write(CallOf(exchange, values, body), _scope.CatalogFor(call, _node.Version), output);
        exchange.Respond(200, endpoint.ContentType, output.WrittenMemory);
    }

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(Exchange exchange)
    {
        switch (await exchange.BufferRequestBodyAsync(_config.MaxBodyBytes))
        {
            case BodyRead.TooLarge:
                exchange.Downstream.CloseAfterResponse();
                throw new AiException(AiErrorKind.TooLarge, $"The request is larger than {_config.MaxBodyBytes} bytes.");
            case BodyRead.Failed:
                throw new AiException(AiErrorKind.InvalidRequest, "The request body broke off or is malformed.");
            default:
                return exchange.BufferedRequestBody;
        }
    }

    private AiCall CallOf(Exchange exchange, Surface surface) => new()
    {
        RequestId = Encoding.ASCII.GetString(exchange.RequestId),
        Surface = surface,
        Directory = _lease.Directory,
        Policy = _scope.Policy,
        StartedAt = _node.Time.GetTimestamp(),
        Time = _node.Time.GetUtcNow(),
        ConsumerId = exchange.Consumer?.Id,
        ConsumerName = exchange.Consumer?.Username ?? exchange.Consumer?.CustomId,
        CredentialId = exchange.Credential?.Id,
        Groups = exchange.ConsumerGroups,
        Explains = exchange.Request.Headers.Contains(AnswerHeaders.Explain),
        Preferred = exchange.Request.Headers.GetString(AnswerHeaders.Prefer),
        ClientLeft = exchange.ClientLeft,
    };

    private static ClientCall CallOf(Exchange exchange, IReadOnlyList<string> values, ReadOnlyMemory<byte> body) => new()
    {
        PathValues = values,
        Query = exchange.Request.Query,
        Headers = exchange.Request.Headers,
        Body = body,
    };

    private static void Fail(Exchange exchange, Surface surface, AiError error, AiCall? call = null)
    {
        var output = new ArrayBufferWriter<byte>();
        string id = call?.RequestId ?? Encoding.ASCII.GetString(exchange.RequestId);
        int status = surface.WriteError(error, id, exchange.Response.Headers, output);
        if (call is not null)
        {
            AnswerHeaders.Write(exchange.Response.Headers, call);
        }

        string type = exchange.Response.Headers.GetString(HeaderNames.ContentType) ?? "application/json";
        exchange.Respond(status, type, output.WrittenMemory);
    }

    private static string Printable(string path) => ValueDisplay.Printable(path.Length <= 200 ? path : path[..200]);
}
