using System.Net;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Http2.Server;
using Gatehouse.Net.Http1;
using Xunit;

namespace Gatehouse.Gateway.Tests.Http2;

public class Http2BodyLimitTests
{
    [Fact]
    public async Task Body_of_unknown_size_over_the_limit_is_refused_while_it_streams()
    {
        await using var fixture = await Http2Fixture.StartAsync(AnswerAsync);
        using var client = fixture.Client();

        using var small = await client.PostAsync("/", new DuplexContent(new byte[1000]));
        using var large = await client.PostAsync("/", new DuplexContent(new byte[1001]));

        Assert.Equal(HttpStatusCode.OK, small.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
    }

    [Fact]
    public void Limits_of_the_node_apply_to_both_versions()
    {
        var limits = Http2ServerLimits.From(new Http1ServerLimits
        {
            MaxHeaders = 7,
            MaxHeaderBytes = 5000,
            MaxRequestLineBytes = 3000,
            KeepAliveTimeoutMilliseconds = 20_000,
            HeaderTimeoutMilliseconds = 6000,
        });

        Assert.Equal(
            (7, 5000, 3000, 20, 6),
            (limits.MaxHeaders, limits.MaxHeaderBytes, limits.MaxTargetBytes, (int)limits.KeepAlive.TotalSeconds, (int)limits.HeaderTimeout.TotalSeconds));
    }

    private static async ValueTask AnswerAsync(Http2Downstream downstream)
    {
        downstream.MaxBodyBytes = 1000;
        downstream.ReadRequest(new RequestMessage());
        byte[] buffer = new byte[4096];
        int read;
        do
        {
            read = await downstream.ReadBodyAsync(buffer);
        }
        while (read > 0);
        bool isTooLarge = read < 0 && downstream.BodyRejection == RejectionReason.BodyTooLarge;
        downstream.WriteHead(new ResponseMessage { Status = isTooLarge ? 413 : 200, ContentLength = 0 }, hasBody: true);
        await downstream.CompleteAsync(null);
    }
}
