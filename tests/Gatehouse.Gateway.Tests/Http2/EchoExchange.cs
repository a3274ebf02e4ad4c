using System.Text;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Http2.Server;

namespace Gatehouse.Gateway.Tests.Http2;

/// <summary>Answers with what it was asked: the head in fields of the answer, the body as body, trailers as trailers.</summary>
internal static class EchoExchange
{
    private static readonly HeaderName Seen = new("X-Seen");
    private static readonly HeaderName OnLoop = new("X-On-Loop");

    public static async ValueTask HandleAsync(Http2Downstream downstream)
    {
        var request = new RequestMessage();
        var reason = downstream.ReadRequest(request);
        var response = new ResponseMessage { Status = reason == RejectionReason.None ? 200 : 400 };
        response.Headers.Add(Seen, $"{request.Method} {Encoding.Latin1.GetString(request.Authority)} {Encoding.Latin1.GetString(request.RawTarget)} {reason}");
        response.Headers.Add(OnLoop, downstream.Loop.IsCurrent ? "yes" : "no");
        if (reason == RejectionReason.None)
        {
            Echo(request.Headers, response.Headers);
        }

        downstream.WriteHead(response, hasBody: true);
        if (await downstream.FlushAsync())
        {
            await EchoBodyAsync(downstream, request);
        }
    }

    private static void Echo(HeaderMap from, HeaderMap to)
    {
        foreach (var field in from)
        {
            to.Add([.. "echo-"u8, .. field.Name], field.Value);
        }
    }

    private static async ValueTask EchoBodyAsync(Http2Downstream downstream, RequestMessage request)
    {

        while (true)
        {
            int count = await downstream.ReadBodyAsync(downstream.GetBodyMemory(4096));
            if (count <= 0)
            {
                if (count == 0)
                {
                    await downstream.CompleteAsync(request.Trailers);
                }

                return;
            }

            downstream.AdvanceBody(count);
            if (!downstream.Loop.IsCurrent || !await downstream.FlushAsync())
            {
                return;
            }
        }
    }
}
