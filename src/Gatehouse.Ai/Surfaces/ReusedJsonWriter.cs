using System.Buffers;
using System.Text.Json;

namespace Gatehouse.Ai.Surfaces;

#pragma warning disable CA1001 // A writer that was flushed holds nothing that would have to be released.
/// <summary>One JSON writer for all events of a stream, so that an event allocates none.</summary>
internal sealed class ReusedJsonWriter(JsonWriterOptions options)
#pragma warning restore CA1001
{
    private Utf8JsonWriter? _writer;

    /// <summary>The writer, at the start of a document. What it wrote before must have been flushed.</summary>
    public Utf8JsonWriter On(IBufferWriter<byte> output)
    {
        if (_writer is null)
        {
            return _writer = new Utf8JsonWriter(output, options);
        }

        _writer.Reset(output);
        return _writer;
    }
}
