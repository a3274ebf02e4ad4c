using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Gatehouse.Gateway.Observability;
using Gatehouse.Gateway.Plugins.Queueing;
using Gatehouse.Protocols.Prometheus;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Plugins.HttpLog;

/// <summary>
/// Sends batches to the endpoint: one entry as an object, several as an array. Talks to the configured endpoint and to nobody
/// else: no redirects, no proxy from the environment, no cookies.
/// </summary>
internal sealed class HttpLogSender : IBatchSender, IDisposable
{
    private readonly HttpLogConfig _config;
    private readonly ObservabilityServices _services;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _client;
    private readonly MediaTypeHeaderValue _contentType;

    public HttpLogSender(HttpLogConfig config, ObservabilityServices services, TimeProvider time)
    {
        _config = config;
        _services = services;
        _time = time;
        _contentType = MediaTypeHeaderValue.Parse(config.ContentType);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = config.Timeout,
            PooledConnectionIdleTimeout = config.KeepAlive,
            MaxConnectionsPerServer = config.Queue.Concurrency,
        };
        _client = new HttpMessageInvoker(services.WrapHandler?.Invoke(handler) ?? handler);
    }

    /// <inheritdoc/>
    public async ValueTask<string?> SendAsync(IReadOnlyList<QueueEntry> batch, CancellationToken cancellationToken)
    {
        byte[] body = ArrayPool<byte>.Shared.Rent(SizeOf(batch));
        using var timeout = new CancellationTokenSource(_config.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = CreateRequest(new ReadOnlyMemoryContent(body.AsMemory(0, Join(batch, body))));
            using var response = await _client.SendAsync(request, either.Token);
            return (int)response.StatusCode < 400 ? null : Report($"status {(int)response.StatusCode}");
        }
        catch (OperationCanceledException)
        {
            return Report(timeout.IsCancellationRequested
                ? $"no answer within {_config.Timeout.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)} ms"
                : "shutting down");
        }
        catch (HttpRequestException exception)
        {
            return Report(exception.Message);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    /// <inheritdoc/>
    public void Lost(long entries, string reason)
    {
        _services.Metrics.HttpLogLost.Add(MetricShard.Shared, entries);
        if (_services.Logger is { } logger)
        {
            ObservabilityLog.HttpLogLost(logger, _config.Endpoint.Authority, entries, reason);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static int SizeOf(IReadOnlyList<QueueEntry> batch)
    {
        int size = 2;
        foreach (var entry in batch)
        {
            size = checked(size + entry.Length + 1);
        }

        return size;
    }

    private int Join(IReadOnlyList<QueueEntry> batch, Span<byte> body)
    {
        bool isArray = _config.Queue.MaxBatchSize > 1;
        int length = 0;
        foreach (var entry in batch)
        {
            if (isArray)
            {
                body[length] = length == 0 ? (byte)'[' : (byte)',';
                length++;
            }

            entry.Content.CopyTo(body[length..]);
            length += entry.Length;
        }

        if (isArray)
        {
            body[length++] = (byte)']';
        }

        return length;
    }

    private HttpRequestMessage CreateRequest(HttpContent content)
    {
        content.Headers.ContentType = _contentType;
        var request = new HttpRequestMessage(_config.Method, _config.Endpoint) { Content = content };
        foreach (var (name, value) in _config.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (_config.UserInfo.Length != 0)
        {
            string credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(_config.UserInfo));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        }

        return request;
    }

    private string Report(string reason)
    {
        if (_services.Logger is { } logger)
        {
            ObservabilityLog.HttpLogFailed(logger, _config.Endpoint.Authority, reason);
        }

        return reason;
    }
}
