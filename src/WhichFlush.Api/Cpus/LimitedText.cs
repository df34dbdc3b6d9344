using System.Text;

namespace WhichFlush.Api.Cpus;

/// <summary>Reads a text body that must not grow without bounds.</summary>
internal static class LimitedText
{
    /// <summary>The most that is read: 1 MiB, some 1,500 cores of <c>/proc/cpuinfo</c>.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>Reads a body as UTF-8; bytes that are not are replaced.</summary>
    /// <returns><c>null</c> if it is larger than <see cref="MostBytes"/>.</returns>
    public static async Task<string?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > MostBytes)
            {
                return null;
            }

            buffer.Write(chunk, 0, read);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
