using Gatehouse.Gateway.Http2.Server;
using Gatehouse.TestKit.Clients;
using Xunit;

namespace Gatehouse.Gateway.Tests.Http2;

public class FrameGuardTests
{
    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    [Fact]
    public void Frames_are_found_however_the_bytes_are_cut()
    {
        byte[] bytes =
        [
            .. Preface, .. RawHttp2Client.Frame(RawHttp2Client.Settings, 0, 0, new byte[12]),
            .. RawHttp2Client.Frame(RawHttp2Client.Data, 0, 1, new byte[70_000]),
            .. RawHttp2Client.Frame(RawHttp2Client.RstStream, 0, 1, new byte[4]),
            .. RawHttp2Client.Frame(RawHttp2Client.RstStream, 0, 3, new byte[4]),
        ];
        for (int size = 1; size < 120; size++)
        {
            var guard = new FrameGuard(new FrameLimits { ResetBurst = 1, ResetsPerSecond = 1 });
            var last = FrameViolation.None;
            int at = 0;
            while (at < bytes.Length && last == FrameViolation.None)
            {
                int take = Math.Min(size, bytes.Length - at);
                last = guard.OnReceived(bytes.AsSpan(at, take), 0);
                at += take;
            }

            Assert.Equal(FrameViolation.ResetFlood, last);
            Assert.InRange(at, bytes.Length - 4 - size, bytes.Length);
        }
    }

    [Fact]
    public void Budget_refills_with_time()
    {
        var guard = new FrameGuard(new FrameLimits { ResetBurst = 2, ResetsPerSecond = 10 });
        guard.OnReceived(Preface, 0);
        byte[] reset = RawHttp2Client.Frame(RawHttp2Client.RstStream, 0, 1, new byte[4]);

        Assert.Equal(FrameViolation.None, guard.OnReceived(reset, 0));
        Assert.Equal(FrameViolation.None, guard.OnReceived(reset, 0));
        Assert.Equal(FrameViolation.None, guard.OnReceived(reset, 100));
        Assert.Equal(FrameViolation.ResetFlood, guard.OnReceived(reset, 150));
    }

    [Fact]
    public void Window_updates_are_free_as_long_as_data_was_sent()
    {
        var guard = new FrameGuard(new FrameLimits { ControlBurst = 1, ControlsPerSecond = 0, WindowUpdatesPerDataFrame = 2 });
        guard.OnReceived(Preface, 0);
        byte[] update = RawHttp2Client.Frame(RawHttp2Client.WindowUpdate, 0, 0, new byte[4]);
        guard.OnSent(RawHttp2Client.Frame(RawHttp2Client.Data, 0, 1, new byte[10]), 0);

        var seen = Enumerable.Range(0, 4).Select(_ => guard.OnReceived(update, 0)).ToArray();

        Assert.Equal([FrameViolation.None, FrameViolation.None, FrameViolation.None, FrameViolation.ControlFlood], seen);
    }

    [Fact]
    public void Data_and_ordinary_requests_cost_nothing()
    {
        var guard = new FrameGuard(new FrameLimits { ControlBurst = 0, ControlsPerSecond = 0, ResetBurst = 0, ResetsPerSecond = 0 });
        guard.OnReceived(Preface, 0);
        for (int i = 0; i < 10_000; i++)
        {
            Assert.Equal(FrameViolation.None, guard.OnReceived(RawHttp2Client.Frame(RawHttp2Client.Headers, 4, 1, new byte[100]), 0));
            Assert.Equal(FrameViolation.None, guard.OnReceived(RawHttp2Client.Frame(RawHttp2Client.Data, 1, 1, []), 0));
        }
    }
}
