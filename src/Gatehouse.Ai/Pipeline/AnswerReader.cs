using System.Buffers;
using System.Runtime.CompilerServices;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Transport;
using Gatehouse.Net.Loops;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Reads what a vendor sends into events, and, where bytes are passed on, into raw frames.</summary>
internal static class AnswerReader
{
    /// <summary>Longest answer that is kept in memory, bytes.</summary>
    public const int MaxAnswerBytes = 64 * 1024 * 1024;

    private const int MaxErrorBytes = 64 * 1024;
    private const int PieceBytes = 16 * 1024;

    /// <summary>
    /// Reads the next piece of a stream and adds what it says to <see cref="LiveAttempt.Events"/>. False when the stream is over, in good order or
    /// not: then the meter knows whether it ended or failed.
    /// </summary>
    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    public static async ValueTask<bool> ReadStreamAsync(LiveAttempt attempt, ChatRequest request)
    {
        var answer = attempt.Answer!;
        if (!answer.HasBuffered)
        {
            await answer.WaitAsync();
        }

        byte[] piece = LoopBufferPool.Instance.Rent(PieceBytes);
        int first = attempt.Events.Count;
        bool goesOn;
        try
        {
            var read = answer.ReadAsync(piece);
            int count = read.IsCompletedSuccessfully ? read.Result : await read;
            goesOn = count > 0;
            if (count > 0)
            {
                attempt.Decoder!.Frames.Append(piece.AsSpan(0, count));
                Decode(attempt, request);
            }
            else if (count == 0)
            {
                attempt.Decoder!.Frames.End();
                Decode(attempt, request);
                attempt.Decoder.Complete(attempt.Events);
            }
            else
            {
                attempt.Events.Add(new AnswerFailed(VendorErrors.Of(answer.Failure, attempt.Deployment)));
            }
        }
        catch (AiException error)
        {
            attempt.Events.Add(new AnswerFailed(error.Error));
            goesOn = false;
        }
        finally
        {
            LoopBufferPool.Instance.Return(piece);
        }

        for (int i = first; i < attempt.Events.Count; i++)
        {
            attempt.Meter.Observe(attempt.Events[i]);
        }

        attempt.NoteContent();
        return goesOn && attempt.Meter.Error is null;
    }

    /// <summary>Reads an answer that comes whole.</summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    public static async ValueTask ReadWholeAsync(LiveAttempt attempt)
    {
        var answer = attempt.Answer!;
        if (!await ReadAllAsync(answer, attempt.Raw, MaxAnswerBytes).ConfigureAwait(false))
        {
            attempt.Events.Add(new AnswerFailed(VendorErrors.Of(answer.Failure == VendorFailure.None ? VendorFailure.Malformed : answer.Failure, attempt.Deployment)));
        }
        else
        {
            try
            {
                attempt.Deployment.Provider.Api.DecodeChat(attempt.Raw.WrittenMemory, answer.Headers, attempt.Deployment.Vendor, attempt.Events);
            }
            catch (AiException error)
            {
                attempt.Events.Add(new AnswerFailed(error.Error));
            }
        }

        foreach (var step in attempt.Events)
        {
            attempt.Meter.Observe(step);
        }

        if (attempt.Meter is { Error: null, IsEnded: false })
        {
            attempt.Events.Add(new AnswerFailed(VendorErrors.Of(VendorFailure.Malformed, attempt.Deployment)));
            attempt.Meter.Observe(attempt.Events[^1]);
        }
    }

    /// <summary>Reads the body of an error.</summary>
    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    public static async ValueTask<AiError> ReadErrorAsync(VendorAnswer answer, Deployment deployment)
    {
        var body = new ArrayBufferWriter<byte>();
        await ReadAllAsync(answer, body, MaxErrorBytes).ConfigureAwait(false);
        return deployment.Provider.Api.DecodeError(answer.Status, answer.Headers, body.WrittenMemory) with { VendorStatus = answer.Status };
    }

    /// <summary>
    /// Reads a body into memory, which takes no more than the body needs; false when it broke off or is longer than <paramref name="most"/>.
    /// </summary>
    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    public static async ValueTask<bool> ReadAllAsync(VendorAnswer answer, ArrayBufferWriter<byte> output, int most)
    {
        while (output.WrittenCount <= most)
        {
            if (!answer.HasBuffered)
            {
                await answer.WaitAsync();
            }

            byte[] piece = LoopBufferPool.Instance.Rent(PieceBytes);
            try
            {
                int read = await answer.ReadAsync(piece);
                if (read <= 0)
                {
                    return read == 0;
                }

                output.Write(piece.AsSpan(0, read));
            }
            finally
            {
                LoopBufferPool.Instance.Return(piece);
            }
        }

        return false;
    }

    private static void Decode(LiveAttempt attempt, ChatRequest request)
    {
        var decoder = attempt.Decoder!;
        while (decoder.Frames.TryRead(out var frame))
        {
            int before = attempt.Events.Count;
            decoder.Decode(frame, attempt.Events);

            // What fails is told in the gateway's words: the vendor's may be no event at all, or name its keys and organisations.
            bool isBroken = attempt.Events.Count > before && attempt.Events[^1] is AnswerFailed;
            if (attempt.IsPassed && !isBroken && decoder.IsForClient(request))
            {
                attempt.Raw.Write(frame);
            }
        }
    }
}
