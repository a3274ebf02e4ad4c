using System.Text;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Outbound;
using Gatehouse.Gateway.Outbound.Streams;
using Gatehouse.Gateway.Upstreams.Names;
using Gatehouse.Net.Http1;
using Gatehouse.Net.Loops;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Gateway.Tests.Outbound.Streams;

/// <summary>A loop with a client on it, and its calls told in one line of text.</summary>
internal sealed class LoopHttp : IDisposable
{
    private readonly LoopGroup _loops = LoopGroup.Start(1);
    private readonly NameResolver _names;
    private readonly List<LoopHttpEndpoint> _endpoints = [];

    public LoopHttp(IHostResolver? resolver = null)
    {
        _names = new NameResolver(resolver ?? new SystemHostResolver(), new NameResolverOptions(), TimeProvider.System, NullLogger.Instance);
        Pool = new Http1ConnectionPool(_loops.Loops[0], _loops.Connector, new Http1PoolLimits());
        Client = new LoopHttpClient([Pool], _names);
    }

    public Http1ConnectionPool Pool { get; }

    public LoopHttpClient Client { get; }

    public Loop Loop => _loops.Loops[0];

    public LoopHttpEndpoint Open(Uri url, LoopHttpTls? tls = null, OutboundReach reach = OutboundReach.Configured)
    {
        var endpoint = Client.Open(url, tls, reach);
        _endpoints.Add(endpoint);
        return endpoint;
    }

    public LoopHttpRequest Request(
        Uri url, string method = "POST", string target = "/v1/chat", ReadOnlyMemory<byte> body = default, LoopHttpTimeouts? timeouts = null, params (string Name, string Value)[] headers)
        => Request(Open(url), method, target, body, timeouts, headers);

    public static LoopHttpRequest Request(
        LoopHttpEndpoint endpoint, string method = "POST", string target = "/v1/chat", ReadOnlyMemory<byte> body = default, LoopHttpTimeouts? timeouts = null, params (string Name, string Value)[] headers)
    {
        var map = new HeaderMap();
        foreach (var (name, value) in headers)
        {
            map.Add(Encoding.Latin1.GetBytes(name), Encoding.Latin1.GetBytes(value));
        }

        return new LoopHttpRequest
        {
            Endpoint = endpoint,
            Method = RequestMethod.From(Encoding.Latin1.GetBytes(method)),
            Target = Encoding.Latin1.GetBytes(target),
            Headers = map,
            Body = body,
            Timeouts = timeouts ?? LoopHttpTimeouts.Default,
        };
    }

    /// <summary>Makes the call and reads the answer: status, body, <c>end</c> or the failure, <c>reused</c>.</summary>
    public Task<string> CallAsync(LoopHttpRequest request, CancellationToken cancellation = default) => Loop.RunAsync(async () =>
    {
        using var response = await Client.SendAsync(request, cancellation);
        if (response.Failure != LoopHttpFailure.None)
        {
            return response.Failure.ToString();
        }

        string text = $"{response.Status} {await ReadAsync(response)}";
        return text + (response.IsReused ? " reused" : "");
    });

    /// <summary>Reads to the end, waiting without memory and with it in turns.</summary>
    public static async Task<string> ReadAsync(LoopHttpResponse response)
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[1000];
        for (int i = 0; ; i++)
        {
            if (i % 2 == 0)
            {
                await response.WaitAsync();
                if (!response.HasBuffered)
                {
                    throw new InvalidOperationException("waited for nothing");
                }
            }

            int count = await response.ReadAsync(buffer);
            if (count <= 0)
            {
                return text.Append(count == 0 ? " end" : $" {response.Failure}").ToString();
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
    }

    public void Dispose()
    {
        _loops.Dispose();
        foreach (var endpoint in _endpoints)
        {
            endpoint.Dispose();
        }

        _names.Dispose();
    }
}
