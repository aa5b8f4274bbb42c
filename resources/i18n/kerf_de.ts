<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>Add photos…</source>
        <translation>Fotos hinzufügen…</translation>
    </message>
    <message>
        <source>Add photos to the list</source>
        <translation>Fotos in die Liste aufnehmen</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Add all photos in a folder and below</source>
        <translation>Alle Fotos eines Ordners und seiner Unterordner aufnehmen</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Add the picture or the files that were copied</source>
        <translation>Das kopierte Bild oder die kopierten Dateien hinzufügen</translation>
    </message>
    <message>
        <source>Remove from list</source>
        <translation>Aus der Liste nehmen</translation>
    </message>
    <message>
        <source>Take the selected photos off the list; the files stay</source>
        <translation>Die gewählten Fotos aus der Liste nehmen; die Dateien bleiben</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Save the result of the shown photo</source>
        <translation>Das Ergebnis des gezeigten Fotos speichern</translation>
    </message>
    <message>
        <source>Export all…</source>
        <translation>Alle exportieren…</translation>
    </message>
    <message>
        <source>Save the results of all photos into a folder</source>
        <translation>Die Ergebnisse aller Fotos in einen Ordner speichern</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modelle…</translation>
    </message>
    <message>
        <source>Download, import, verify and remove models</source>
        <translation>Modelle herunterladen, importieren, prüfen und entfernen</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Device, memory, folders, appearance, keys, privacy</source>
        <translation>Gerät, Speicher, Ordner, Aussehen, Tasten, Privatsphäre</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Leave Kerf</source>
        <translation>Kerf verlassen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Take the last change back</source>
        <translation>Die letzte Änderung zurücknehmen</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Make the change again that was taken back</source>
        <translation>Die zurückgenommene Änderung wieder machen</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>Clean up and cut out the selected photos</source>
        <translation>Die gewählten Fotos bereinigen und freistellen</translation>
    </message>
    <message>
        <source>Run all</source>
        <translation>Alle ausführen</translation>
    </message>
    <message>
        <source>Run every photo that has no up-to-date result</source>
        <translation>Jedes Foto ohne aktuelles Ergebnis ausführen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop what is running</source>
        <translation>Anhalten, was gerade läuft</translation>
    </message>
    <message>
        <source>Draw box around subject</source>
        <translation>Rahmen um das Motiv ziehen</translation>
    </message>
    <message>
        <source>Draw a box around the subject with the mouse</source>
        <translation>Mit der Maus einen Rahmen um das Motiv ziehen</translation>
    </message>
    <message>
        <source>Clear box</source>
        <translation>Rahmen löschen</translation>
    </message>
    <message>
        <source>Take the box away</source>
        <translation>Den Rahmen wegnehmen</translation>
    </message>
    <message>
        <source>Matte brush</source>
        <translation>Maskenpinsel</translation>
    </message>
    <message>
        <source>Paint over the matte: add, remove, restore</source>
        <translation>Die Maske übermalen: hinzufügen, wegnehmen, wiederherstellen</translation>
    </message>
    <message>
        <source>Smaller brush</source>
        <translation>Kleinerer Pinsel</translation>
    </message>
    <message>
        <source>Make the brush smaller</source>
        <translation>Den Pinsel verkleinern</translation>
    </message>
    <message>
        <source>Larger brush</source>
        <translation>Größerer Pinsel</translation>
    </message>
    <message>
        <source>Make the brush larger</source>
        <translation>Den Pinsel vergrößern</translation>
    </message>
    <message>
        <source>Softer brush</source>
        <translation>Weicherer Pinsel</translation>
    </message>
    <message>
        <source>Make the edge of the brush softer</source>
        <translation>Den Rand des Pinsels weicher machen</translation>
    </message>
    <message>
        <source>Harder brush</source>
        <translation>Härterer Pinsel</translation>
    </message>
    <message>
        <source>Make the edge of the brush harder</source>
        <translation>Den Rand des Pinsels härter machen</translation>
    </message>
    <message>
        <source>Reset recipe</source>
        <translation>Rezept zurücksetzen</translation>
    </message>
    <message>
        <source>Set every value of the recipe to its default</source>
        <translation>Jeden Wert des Rezepts auf seine Vorgabe setzen</translation>
    </message>
    <message>
        <source>Pass</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>Say that the selected photos are good</source>
        <translation>Die gewählten Fotos für gut erklären</translation>
    </message>
    <message>
        <source>Fail</source>
        <translation>Schlecht</translation>
    </message>
    <message>
        <source>Say that the selected photos are not good</source>
        <translation>Die gewählten Fotos für schlecht erklären</translation>
    </message>
    <message>
        <source>Touch-up</source>
        <translation>Nacharbeit</translation>
    </message>
    <message>
        <source>Say that the selected photos need work by hand</source>
        <translation>Sagen, dass die gewählten Fotos Handarbeit brauchen</translation>
    </message>
    <message>
        <source>Clear verdict</source>
        <translation>Urteil löschen</translation>
    </message>
    <message>
        <source>Take the verdict of the selected photos away; notes stay</source>
        <translation>Das Urteil der gewählten Fotos wegnehmen; Vermerke bleiben</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>Teiler</translation>
    </message>
    <message>
        <source>A on one side of the divider, B on the other</source>
        <translation>A auf der einen, B auf der anderen Seite des Teilers</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>A and B next to each other, with one zoom and place</source>
        <translation>A und B nebeneinander, mit gleichem Zoom und Ausschnitt</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>What sets A and B apart, enlarged</source>
        <translation>Was A und B unterscheidet, verstärkt</translation>
    </message>
    <message>
        <source>Onion skin</source>
        <translation>Überblendung</translation>
    </message>
    <message>
        <source>B laid over A, as opaque as you like</source>
        <translation>B über A gelegt, so deckend wie gewünscht</translation>
    </message>
    <message>
        <source>Picture A alone</source>
        <translation>Nur Bild A</translation>
    </message>
    <message>
        <source>A alone: the photo as it came, unless you chose another</source>
        <translation>Nur A: das Foto, wie es kam, falls kein anderes gewählt ist</translation>
    </message>
    <message>
        <source>Picture B alone</source>
        <translation>Nur Bild B</translation>
    </message>
    <message>
        <source>B alone: the result, unless you chose another</source>
        <translation>Nur B: das Ergebnis, falls kein anderes gewählt ist</translation>
    </message>
    <message>
        <source>Next comparison</source>
        <translation>Nächster Vergleich</translation>
    </message>
    <message>
        <source>Wipe, side by side, difference in turn</source>
        <translation>Teiler, nebeneinander, Differenz reihum</translation>
    </message>
    <message>
        <source>Swap A and B</source>
        <translation>A und B tauschen</translation>
    </message>
    <message>
        <source>B becomes A, and A becomes B</source>
        <translation>B wird A, und A wird B</translation>
    </message>
    <message>
        <source>Peek at A (hold)</source>
        <translation>A kurz zeigen (halten)</translation>
    </message>
    <message>
        <source>Show A alone while the key is held</source>
        <translation>Nur A zeigen, solange die Taste gehalten wird</translation>
    </message>
    <message>
        <source>Loupe</source>
        <translation>Lupe</translation>
    </message>
    <message>
        <source>Enlarge A and B under the cursor; held down, only for as long</source>
        <translation>A und B unter dem Zeiger vergrößern; gehalten nur so lange</translation>
    </message>
    <message>
        <source>Preview a region</source>
        <translation>Einen Bereich probieren</translation>
    </message>
    <message>
        <source>Draw a region; the recipe runs on it alone</source>
        <translation>Einen Bereich ziehen; das Rezept läuft nur auf ihm</translation>
    </message>
    <message>
        <source>All channels</source>
        <translation>Alle Kanäle</translation>
    </message>
    <message>
        <source>Show the colours</source>
        <translation>Die Farben zeigen</translation>
    </message>
    <message>
        <source>Red channel</source>
        <translation>Rotkanal</translation>
    </message>
    <message>
        <source>Show red alone, as grey; again: all channels</source>
        <translation>Nur Rot als Grau zeigen; noch einmal: alle Kanäle</translation>
    </message>
    <message>
        <source>Green channel</source>
        <translation>Grünkanal</translation>
    </message>
    <message>
        <source>Show green alone, as grey; again: all channels</source>
        <translation>Nur Grün als Grau zeigen; noch einmal: alle Kanäle</translation>
    </message>
    <message>
        <source>Blue channel</source>
        <translation>Blaukanal</translation>
    </message>
    <message>
        <source>Show blue alone, as grey; again: all channels</source>
        <translation>Nur Blau als Grau zeigen; noch einmal: alle Kanäle</translation>
    </message>
    <message>
        <source>Alpha channel</source>
        <translation>Alphakanal</translation>
    </message>
    <message>
        <source>Show alpha alone, as grey; again: all channels</source>
        <translation>Nur Alpha als Grau zeigen; noch einmal: alle Kanäle</translation>
    </message>
    <message>
        <source>On checkerboard</source>
        <translation>Auf Schachbrett</translation>
    </message>
    <message>
        <source>The cut-out on a checkerboard</source>
        <translation>Das Freigestellte auf einem Schachbrett</translation>
    </message>
    <message>
        <source>Alpha as grey</source>
        <translation>Alpha als Grau</translation>
    </message>
    <message>
        <source>The matte as a grey picture</source>
        <translation>Die Maske als Graubild</translation>
    </message>
    <message>
        <source>Alpha as overlay</source>
        <translation>Alpha als Überlagerung</translation>
    </message>
    <message>
        <source>What is cut away, tinted over the photo</source>
        <translation>Was weggeschnitten wird, farbig über dem Foto</translation>
    </message>
    <message>
        <source>On black</source>
        <translation>Auf Schwarz</translation>
    </message>
    <message>
        <source>The cut-out on black: shows light halos</source>
        <translation>Das Freigestellte auf Schwarz: zeigt helle Säume</translation>
    </message>
    <message>
        <source>On white</source>
        <translation>Auf Weiß</translation>
    </message>
    <message>
        <source>The cut-out on white: shows dark halos</source>
        <translation>Das Freigestellte auf Weiß: zeigt dunkle Säume</translation>
    </message>
    <message>
        <source>On grey</source>
        <translation>Auf Grau</translation>
    </message>
    <message>
        <source>The cut-out on middle grey</source>
        <translation>Das Freigestellte auf mittlerem Grau</translation>
    </message>
    <message>
        <source>On a colour</source>
        <translation>Auf einer Farbe</translation>
    </message>
    <message>
        <source>The cut-out on a colour of your choice</source>
        <translation>Das Freigestellte auf einer Farbe nach Wahl</translation>
    </message>
    <message>
        <source>On a gradient</source>
        <translation>Auf einem Verlauf</translation>
    </message>
    <message>
        <source>The cut-out before a gradient between two colours</source>
        <translation>Das Freigestellte vor einem Verlauf zwischen zwei Farben</translation>
    </message>
    <message>
        <source>On a picture</source>
        <translation>Auf einem Bild</translation>
    </message>
    <message>
        <source>The cut-out before a picture of yours</source>
        <translation>Das Freigestellte vor einem eigenen Bild</translation>
    </message>
    <message>
        <source>On the torture colour</source>
        <translation>Auf der Folterfarbe</translation>
    </message>
    <message>
        <source>The cut-out on the colour opposed to its own fringe</source>
        <translation>Das Freigestellte auf der Farbe, die seinem Saum entgegensteht</translation>
    </message>
    <message>
        <source>Matte monitor</source>
        <translation>Maskenmonitor</translation>
    </message>
    <message>
        <source>Exactly 0 black, exactly 1 white, everything between in false colours</source>
        <translation>Genau 0 schwarz, genau 1 weiß, alles dazwischen in Falschfarben</translation>
    </message>
    <message>
        <source>Edge band</source>
        <translation>Kantenband</translation>
    </message>
    <message>
        <source>The photo where the matte is partial; the rest dimmed</source>
        <translation>Das Foto, wo die Maske teilweise ist; der Rest abgedunkelt</translation>
    </message>
    <message>
        <source>Colours without alpha</source>
        <translation>Farben ohne Alpha</translation>
    </message>
    <message>
        <source>The colours in the result, its alpha ignored</source>
        <translation>Die Farben im Ergebnis, ohne sein Alpha</translation>
    </message>
    <message>
        <source>Premultiplied</source>
        <translation>Vormultipliziert</translation>
    </message>
    <message>
        <source>Colours times alpha, as compositing programs keep them</source>
        <translation>Farben mal Alpha, wie Compositing-Programme sie halten</translation>
    </message>
    <message>
        <source>Next alpha view</source>
        <translation>Nächste Alpha-Ansicht</translation>
    </message>
    <message>
        <source>All alpha views in turn</source>
        <translation>Alle Alpha-Ansichten reihum</translation>
    </message>
    <message>
        <source>Previous alpha view</source>
        <translation>Vorige Alpha-Ansicht</translation>
    </message>
    <message>
        <source>All alpha views in turn, backwards</source>
        <translation>Alle Alpha-Ansichten reihum, rückwärts</translation>
    </message>
    <message>
        <source>Matte overlay on or off</source>
        <translation>Maskenüberlagerung an oder aus</translation>
    </message>
    <message>
        <source>Switch between the overlay and the view before it</source>
        <translation>Zwischen der Überlagerung und der Ansicht davor wechseln</translation>
    </message>
    <message>
        <source>Next overlay colour</source>
        <translation>Nächste Farbe der Überlagerung</translation>
    </message>
    <message>
        <source>Tint the overlay with the next of its colours</source>
        <translation>Die Überlagerung mit der nächsten ihrer Farben tönen</translation>
    </message>
    <message>
        <source>Pixel read-out</source>
        <translation>Pixelanzeige</translation>
    </message>
    <message>
        <source>A table of the pixel under the cursor on the canvas</source>
        <translation>Eine Tabelle des Pixels unter dem Zeiger auf der Arbeitsfläche</translation>
    </message>
    <message>
        <source>Fit or 100 %</source>
        <translation>Einpassen oder 100 %</translation>
    </message>
    <message>
        <source>Switch between the whole photo and its real pixels</source>
        <translation>Zwischen ganzem Foto und seinen echten Pixeln wechseln</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Show the whole photo</source>
        <translation>Das ganze Foto zeigen</translation>
    </message>
    <message>
        <source>100 %</source>
        <translation>100 %</translation>
    </message>
    <message>
        <source>One pixel of the photo is one of the screen</source>
        <translation>Ein Pixel des Fotos ist einer des Bildschirms</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Look closer</source>
        <translation>Näher herangehen</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>See more</source>
        <translation>Mehr sehen</translation>
    </message>
    <message>
        <source>Recipe panel</source>
        <translation>Rezeptleiste</translation>
    </message>
    <message>
        <source>Show or hide the recipe</source>
        <translation>Das Rezept zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Show the page with verdict, reason and note</source>
        <translation>Die Seite mit Urteil, Grund und Vermerk zeigen</translation>
    </message>
    <message>
        <source>Filmstrip</source>
        <translation>Filmstreifen</translation>
    </message>
    <message>
        <source>Show or hide the filmstrip</source>
        <translation>Den Filmstreifen zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Photos as grid</source>
        <translation>Fotos als Raster</translation>
    </message>
    <message>
        <source>Show the filmstrip as a grid of many photos</source>
        <translation>Den Filmstreifen als Raster vieler Fotos zeigen</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Use the whole screen</source>
        <translation>Den ganzen Bildschirm nutzen</translation>
    </message>
    <message>
        <source>Theme of the system</source>
        <translation>Aussehen des Systems</translation>
    </message>
    <message>
        <source>Light or dark as the system is</source>
        <translation>Hell oder dunkel wie das System</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>Helles Aussehen</translation>
    </message>
    <message>
        <source>Always light</source>
        <translation>Immer hell</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>Dunkles Aussehen</translation>
    </message>
    <message>
        <source>Always dark</source>
        <translation>Immer dunkel</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>Nächstes Foto</translation>
    </message>
    <message>
        <source>Show the next photo</source>
        <translation>Das nächste Foto zeigen</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>Voriges Foto</translation>
    </message>
    <message>
        <source>Show the photo before</source>
        <translation>Das Foto davor zeigen</translation>
    </message>
    <message>
        <source>First photo</source>
        <translation>Erstes Foto</translation>
    </message>
    <message>
        <source>Show the first photo</source>
        <translation>Das erste Foto zeigen</translation>
    </message>
    <message>
        <source>Last photo</source>
        <translation>Letztes Foto</translation>
    </message>
    <message>
        <source>Show the last photo</source>
        <translation>Das letzte Foto zeigen</translation>
    </message>
    <message>
        <source>Next suspicious place</source>
        <translation>Nächste verdächtige Stelle</translation>
    </message>
    <message>
        <source>Show the next suspicious place of the matte, largest first</source>
        <translation>Die nächste verdächtige Stelle der Maske zeigen, die größte zuerst</translation>
    </message>
    <message>
        <source>Previous suspicious place</source>
        <translation>Vorige verdächtige Stelle</translation>
    </message>
    <message>
        <source>Show the suspicious place before</source>
        <translation>Die verdächtige Stelle davor zeigen</translation>
    </message>
    <message>
        <source>Select all photos</source>
        <translation>Alle Fotos auswählen</translation>
    </message>
    <message>
        <source>Select every photo of the filmstrip</source>
        <translation>Jedes Foto des Filmstreifens auswählen</translation>
    </message>
    <message>
        <source>Filter photos</source>
        <translation>Fotos filtern</translation>
    </message>
    <message>
        <source>Show the photos with a certain name, reason or note</source>
        <translation>Die Fotos mit bestimmtem Namen, Grund oder Vermerk zeigen</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>All keys on one sheet</source>
        <translation>Alle Tasten auf einem Blatt</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>What Kerf did, and what went wrong</source>
        <translation>Was Kerf getan hat und was schiefging</translation>
    </message>
    <message>
        <source>About Kerf</source>
        <translation>Über Kerf</translation>
    </message>
    <message>
        <source>Version, licence and libraries</source>
        <translation>Version, Lizenz und Bibliotheken</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Photo</source>
        <translation>&amp;Foto</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Alpha view</source>
        <translation>A&amp;lpha-Ansicht</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>&amp;Gehe zu</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Batch…</source>
        <translation>Stapel…</translation>
    </message>
    <message>
        <source>Make files of many photos or folders while you go on working</source>
        <translation>Aus vielen Fotos oder Ordnern Dateien machen, während man weiterarbeitet</translation>
    </message>
    <message>
        <source>Compare two runs…</source>
        <translation>Zwei Läufe vergleichen…</translation>
    </message>
    <message>
        <source>Judge a folder of results beside an earlier one, or beside true mattes</source>
        <translation>Einen Ordner mit Ergebnissen neben einem früheren oder neben wahren Masken beurteilen</translation>
    </message>
</context>
<context>
    <name>AlphaBar</name>
    <message>
        <source>Checkerboard</source>
        <translation>Schachbrett</translation>
    </message>
    <message>
        <source>The cut-out before a checkerboard</source>
        <translation>Das Freigestellte vor einem Schachbrett</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Schwarz</translation>
    </message>
    <message>
        <source>The cut-out on black: shows light halos</source>
        <translation>Das Freigestellte auf Schwarz: zeigt helle Säume</translation>
    </message>
    <message>
        <source>White</source>
        <translation>Weiß</translation>
    </message>
    <message>
        <source>The cut-out on white: shows dark halos</source>
        <translation>Das Freigestellte auf Weiß: zeigt dunkle Säume</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>Grau</translation>
    </message>
    <message>
        <source>The cut-out on middle grey</source>
        <translation>Das Freigestellte auf mittlerem Grau</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>The cut-out on a colour of your choice</source>
        <translation>Das Freigestellte auf einer Farbe nach Wahl</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>The cut-out before a gradient between two colours</source>
        <translation>Das Freigestellte vor einem Verlauf zwischen zwei Farben</translation>
    </message>
    <message>
        <source>Own picture</source>
        <translation>Eigenes Bild</translation>
    </message>
    <message>
        <source>The cut-out before a picture of yours</source>
        <translation>Das Freigestellte vor einem eigenen Bild</translation>
    </message>
    <message>
        <source>Torture colour</source>
        <translation>Folterfarbe</translation>
    </message>
    <message>
        <source>The cut-out on the colour opposed to its own fringe: what is left of the old background shows most</source>
        <translation>Das Freigestellte auf der Farbe, die seinem Saum entgegensteht: Reste des alten Hintergrunds fallen am meisten auf</translation>
    </message>
    <message>
        <source>Alpha as grey</source>
        <translation>Alpha als Grau</translation>
    </message>
    <message>
        <source>The matte as a grey picture</source>
        <translation>Die Maske als Graubild</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>Überlagerung</translation>
    </message>
    <message>
        <source>What is cut away, tinted over the photo</source>
        <translation>Was weggeschnitten wird, farbig über dem Foto</translation>
    </message>
    <message>
        <source>Matte monitor</source>
        <translation>Maskenmonitor</translation>
    </message>
    <message>
        <source>Exactly 0 black, exactly 1 white, everything between in false colours. Judged from the matte&apos;s own 8 or 16 bits; zoomed out, a pixel that holds a partial one counts as partial</source>
        <translation>Genau 0 schwarz, genau 1 weiß, alles dazwischen in Falschfarben. Beurteilt nach den 8 oder 16 Bit der Maske selbst; verkleinert zählt ein Pixel als teilweise, wenn er einen solchen enthält</translation>
    </message>
    <message>
        <source>Edge band</source>
        <translation>Kantenband</translation>
    </message>
    <message>
        <source>The photo where the matte is partial; dimmed where it is exactly 0 or 1</source>
        <translation>Das Foto, wo die Maske teilweise ist; abgedunkelt, wo sie genau 0 oder 1 ist</translation>
    </message>
    <message>
        <source>Colours without alpha</source>
        <translation>Farben ohne Alpha</translation>
    </message>
    <message>
        <source>The colours in the result, its alpha ignored: shows what lies hidden in the file</source>
        <translation>Die Farben im Ergebnis, ohne sein Alpha: zeigt, was in der Datei verborgen liegt</translation>
    </message>
    <message>
        <source>Premultiplied</source>
        <translation>Vormultipliziert</translation>
    </message>
    <message>
        <source>Colours times alpha, as compositing programs keep them; the same picture as on black</source>
        <translation>Farben mal Alpha, wie Compositing-Programme sie halten; dasselbe Bild wie auf Schwarz</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rot</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Magenta</source>
        <translation>Magenta</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>Gelb</translation>
    </message>
</context>
<context>
    <name>AlphaLegend</name>
    <message>
        <source>View only: gain %1 ×, gamma %2. The result stays as it is.</source>
        <translation>Nur Ansicht: Verstärkung %1 ×, Gamma %2. Das Ergebnis bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>Measuring the fringe …</source>
        <translation>Der Saum wird gemessen …</translation>
    </message>
    <message>
        <source>Fringe %1, opposed by %2</source>
        <translation>Saum %1, entgegen %2</translation>
    </message>
    <message>
        <source>No partial alpha, so no fringe to oppose</source>
        <translation>Kein teilweises Alpha, also kein Saum</translation>
    </message>
    <message>
        <source>0: %1 % · between: %2 % (%3 pixels) · 1: %4 %</source>
        <translation>0: %1 % · dazwischen: %2 % (%3 Pixel) · 1: %4 %</translation>
    </message>
    <message>
        <source>Reading the matte …</source>
        <translation>Die Maske wird gelesen …</translation>
    </message>
</context>
<context>
    <name>CoreText</name>
    <message>
        <source>%1 are needed: free some space or choose another folder</source>
        <translation>%1 werden gebraucht: Platz schaffen oder einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>your quota of disk space is used up</source>
        <translation>Ihr Anteil am Plattenplatz ist verbraucht</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>der Datenträger ist voll</translation>
    </message>
    <message>
        <source>free some space</source>
        <translation>Platz schaffen</translation>
    </message>
    <message>
        <source>no permission to write into this folder</source>
        <translation>in diesen Ordner darf nicht geschrieben werden</translation>
    </message>
    <message>
        <source>choose another one or change its permissions</source>
        <translation>einen anderen wählen oder seine Rechte ändern</translation>
    </message>
    <message>
        <source>change its permissions</source>
        <translation>ihre Rechte ändern</translation>
    </message>
    <message>
        <source>change its permissions, or set KERF_MODELS to another</source>
        <translation>seine Rechte ändern oder KERF_MODELS auf einen anderen setzen</translation>
    </message>
    <message>
        <source>the folder to write into is not there</source>
        <translation>der Zielordner ist nicht da</translation>
    </message>
    <message>
        <source>create it or choose another</source>
        <translation>ihn anlegen oder einen anderen wählen</translation>
    </message>
    <message>
        <source>a file of this name is there already</source>
        <translation>eine Datei dieses Namens gibt es schon</translation>
    </message>
    <message>
        <source>choose another name</source>
        <translation>einen anderen Namen wählen</translation>
    </message>
    <message>
        <source>choose another name or allow replacing it</source>
        <translation>einen anderen Namen wählen oder das Ersetzen erlauben</translation>
    </message>
    <message>
        <source>the file system is read-only</source>
        <translation>das Dateisystem ist schreibgeschützt</translation>
    </message>
    <message>
        <source>choose another folder</source>
        <translation>einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>choose another</source>
        <translation>einen anderen wählen</translation>
    </message>
    <message>
        <source>the name is too long for this file system</source>
        <translation>der Name ist zu lang für dieses Dateisystem</translation>
    </message>
    <message>
        <source>choose a shorter one</source>
        <translation>einen kürzeren wählen</translation>
    </message>
    <message>
        <source>%1 are more than one file may have here</source>
        <translation>%1 sind mehr, als eine Datei hier haben darf</translation>
    </message>
    <message>
        <source>choose another folder or format</source>
        <translation>einen anderen Ordner oder ein anderes Format wählen</translation>
    </message>
    <message>
        <source>writing failed (%1)</source>
        <translation>das Schreiben misslang (%1)</translation>
    </message>
    <message>
        <source>check the disk or choose another folder</source>
        <translation>den Datenträger prüfen oder einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>check the disk</source>
        <translation>den Datenträger prüfen</translation>
    </message>
    <message>
        <source>check the disk or the connection to it</source>
        <translation>den Datenträger oder die Verbindung zu ihm prüfen</translation>
    </message>
    <message>
        <source>a folder or device has this name</source>
        <translation>ein Ordner oder Gerät hat diesen Namen</translation>
    </message>
    <message>
        <source>this is the name of a folder</source>
        <translation>das ist der Name eines Ordners</translation>
    </message>
    <message>
        <source>give a file&apos;s name</source>
        <translation>den Namen einer Datei angeben</translation>
    </message>
    <message>
        <source>this is a folder</source>
        <translation>das ist ein Ordner</translation>
    </message>
    <message>
        <source>this is a device, pipe or socket, not a regular file</source>
        <translation>das ist ein Gerät, eine Pipe oder ein Socket, keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>choose %1</source>
        <translation>%1 wählen</translation>
    </message>
    <message>
        <source>a photo</source>
        <translation>ein Foto</translation>
    </message>
    <message>
        <source>the model&apos;s file</source>
        <translation>die Datei des Modells</translation>
    </message>
    <message>
        <source>give the model&apos;s file</source>
        <translation>die Datei des Modells angeben</translation>
    </message>
    <message>
        <source>check its name</source>
        <translation>ihren Namen prüfen</translation>
    </message>
    <message>
        <source>there is no such file (%1)</source>
        <translation>die Datei gibt es nicht (%1)</translation>
    </message>
    <message>
        <source>there is no such %1 (%2)</source>
        <translation>das gibt es nicht: %1 (%2)</translation>
    </message>
    <message>
        <source>it may have been moved or renamed</source>
        <translation>vielleicht wurde sie verschoben oder umbenannt</translation>
    </message>
    <message>
        <source>the file may not be read (%1)</source>
        <translation>die Datei darf nicht gelesen werden (%1)</translation>
    </message>
    <message>
        <source>the %1 may not be read (%2)</source>
        <translation>darf nicht gelesen werden: %1 (%2)</translation>
    </message>
    <message>
        <source>not a regular file</source>
        <translation>keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>not enough memory to read the %1</source>
        <translation>zum Lesen reicht der Speicher nicht: %1</translation>
    </message>
    <message>
        <source>close other programs</source>
        <translation>andere Programme schließen</translation>
    </message>
    <message>
        <source>the file can&apos;t be read (%1)</source>
        <translation>die Datei lässt sich nicht lesen (%1)</translation>
    </message>
    <message>
        <source>the %1 can&apos;t be read (%2)</source>
        <translation>lässt sich nicht lesen: %1 (%2)</translation>
    </message>
    <message>
        <source>it can&apos;t be read (%1)</source>
        <translation>sie lässt sich nicht lesen (%1)</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>die Datei ist leer</translation>
    </message>
    <message>
        <source>copy it again from where it came</source>
        <translation>sie noch einmal vom Ursprung kopieren</translation>
    </message>
    <message>
        <source>copy it again from the card</source>
        <translation>sie noch einmal von der Karte kopieren</translation>
    </message>
    <message>
        <source>not a kind of photo that Kerf reads (JPEG, PNG, TIFF, WebP, HEIC, AVIF, camera RAW)</source>
        <translation>keine Art von Foto, die Kerf liest (JPEG, PNG, TIFF, WebP, HEIC, AVIF, Kamera-RAW)</translation>
    </message>
    <message>
        <source>save it as one of these in another program</source>
        <translation>es in einem anderen Programm als eine davon speichern</translation>
    </message>
    <message>
        <source>the file changed while it was read</source>
        <translation>die Datei änderte sich beim Lesen</translation>
    </message>
    <message>
        <source>open it again when it is complete</source>
        <translation>sie wieder öffnen, wenn sie vollständig ist</translation>
    </message>
    <message>
        <source>the file has %1 MB, more than Kerf opens (%2 MB)</source>
        <translation>die Datei hat %1 MB, mehr als Kerf öffnet (%2 MB)</translation>
    </message>
    <message>
        <source>the header gives a size of %1 x %2 pixels</source>
        <translation>der Dateikopf nennt eine Größe von %1 × %2 Pixeln</translation>
    </message>
    <message>
        <source>%1 x %2 pixels is more than Kerf opens (at most %3 megapixels and %4 pixels a side)</source>
        <translation>%1 × %2 Pixel sind mehr, als Kerf öffnet (höchstens %3 Megapixel und %4 Pixel je Seite)</translation>
    </message>
    <message>
        <source>make it smaller in another program first</source>
        <translation>sie erst in einem anderen Programm verkleinern</translation>
    </message>
    <message>
        <source>not enough memory for this photo</source>
        <translation>für dieses Foto reicht der Speicher nicht</translation>
    </message>
    <message>
        <source>there is not enough memory for this photo</source>
        <translation>für dieses Foto reicht der Speicher nicht</translation>
    </message>
    <message>
        <source>there is not enough memory</source>
        <translation>der Speicher reicht nicht</translation>
    </message>
    <message>
        <source>close other programs or make it smaller</source>
        <translation>andere Programme schließen oder es verkleinern</translation>
    </message>
    <message>
        <source>the output is the photo itself, which Kerf never overwrites</source>
        <translation>das Ziel ist das Foto selbst; Kerf überschreibt es nie</translation>
    </message>
    <message>
        <source>choose another name or folder</source>
        <translation>einen anderen Namen oder Ordner wählen</translation>
    </message>
    <message>
        <source>this file format is not known</source>
        <translation>dieses Dateiformat ist nicht bekannt</translation>
    </message>
    <message>
        <source>every numbered name is taken</source>
        <translation>jeder nummerierte Name ist vergeben</translation>
    </message>
    <message>
        <source>the output would be the photo itself</source>
        <translation>das Ziel wäre das Foto selbst</translation>
    </message>
    <message>
        <source>choose another folder or name</source>
        <translation>einen anderen Ordner oder Namen wählen</translation>
    </message>
    <message>
        <source>the file is there already</source>
        <translation>die Datei gibt es schon</translation>
    </message>
    <message>
        <source>choose another name, or skip, rename or replace it</source>
        <translation>einen anderen Namen wählen, oder sie überspringen, umbenennen oder ersetzen</translation>
    </message>
    <message>
        <source>choose another folder, or skip, rename or replace it</source>
        <translation>einen anderen Ordner wählen, oder sie überspringen, umbenennen oder ersetzen</translation>
    </message>
    <message>
        <source>the folder may not be entered</source>
        <translation>der Ordner darf nicht betreten werden</translation>
    </message>
    <message>
        <source>choose another or change its permissions</source>
        <translation>einen anderen wählen oder seine Rechte ändern</translation>
    </message>
    <message>
        <source>the folder may not be written to</source>
        <translation>in den Ordner darf nicht geschrieben werden</translation>
    </message>
    <message>
        <source>this is not a folder, so nothing can be written into it</source>
        <translation>das ist kein Ordner, also lässt sich nichts hineinschreiben</translation>
    </message>
    <message>
        <source>the folder could not be made: %1</source>
        <translation>der Ordner ließ sich nicht anlegen: %1</translation>
    </message>
    <message>
        <source>another program wrote a file of this name meanwhile</source>
        <translation>ein anderes Programm schrieb inzwischen eine Datei dieses Namens</translation>
    </message>
    <message>
        <source>run it again</source>
        <translation>noch einmal starten</translation>
    </message>
    <message>
        <source>a kind of HEIF that can&apos;t be read here (%1)</source>
        <translation>eine Art von HEIF, die sich hier nicht lesen lässt (%1)</translation>
    </message>
    <message>
        <source>save it as JPEG or PNG first</source>
        <translation>sie erst als JPEG oder PNG speichern</translation>
    </message>
    <message>
        <source>save it as PNG or TIFF first</source>
        <translation>sie erst als PNG oder TIFF speichern</translation>
    </message>
    <message>
        <source>save it as PNG first</source>
        <translation>sie erst als PNG speichern</translation>
    </message>
    <message>
        <source>save it as RGB first</source>
        <translation>sie erst als RGB speichern</translation>
    </message>
    <message>
        <source>save it as TIFF first</source>
        <translation>sie erst als TIFF speichern</translation>
    </message>
    <message>
        <source>save it as TIFF in the camera&apos;s program</source>
        <translation>sie im Programm der Kamera als TIFF speichern</translation>
    </message>
    <message>
        <source>the HEIF is beyond safe limits (%1)</source>
        <translation>das HEIF überschreitet sichere Grenzen (%1)</translation>
    </message>
    <message>
        <source>the HEIF is damaged or cut off (%1)</source>
        <translation>das HEIF ist beschädigt oder abgeschnitten (%1)</translation>
    </message>
    <message>
        <source>the HEIF is damaged (%1)</source>
        <translation>das HEIF ist beschädigt (%1)</translation>
    </message>
    <message>
        <source>the HEIF&apos;s picture is not what its header says</source>
        <translation>das Bild im HEIF ist nicht, was sein Kopf sagt</translation>
    </message>
    <message>
        <source>a kind of JPEG that Kerf does not read (%1)</source>
        <translation>eine Art von JPEG, die Kerf nicht liest (%1)</translation>
    </message>
    <message>
        <source>the JPEG is too large (%1)</source>
        <translation>das JPEG ist zu groß (%1)</translation>
    </message>
    <message>
        <source>the JPEG is damaged or cut off (%1)</source>
        <translation>das JPEG ist beschädigt oder abgeschnitten (%1)</translation>
    </message>
    <message>
        <source>JPEG with %1 components of unknown colour</source>
        <translation>JPEG mit %1 Komponenten unbekannter Farbe</translation>
    </message>
    <message>
        <source>the progressive JPEG lacks a whole colour channel</source>
        <translation>dem progressiven JPEG fehlt ein ganzer Farbkanal</translation>
    </message>
    <message>
        <source>a JPEG has at most %1 pixels a side</source>
        <translation>ein JPEG hat höchstens %1 Pixel je Seite</translation>
    </message>
    <message>
        <source>a WebP has at most %1 pixels a side</source>
        <translation>ein WebP hat höchstens %1 Pixel je Seite</translation>
    </message>
    <message>
        <source>choose PNG or TIFF</source>
        <translation>PNG oder TIFF wählen</translation>
    </message>
    <message>
        <source>the PNG is damaged or not whole (%1)</source>
        <translation>das PNG ist beschädigt oder nicht vollständig (%1)</translation>
    </message>
    <message>
        <source>it ends too early</source>
        <translation>es endet zu früh</translation>
    </message>
    <message>
        <source>out of memory</source>
        <translation>kein Speicher mehr</translation>
    </message>
    <message>
        <source>the PNG claims %1 x %2 pixels but holds data for far fewer</source>
        <translation>das PNG gibt %1 × %2 Pixel an, enthält aber Daten für weit weniger</translation>
    </message>
    <message>
        <source>the PNG could not be encoded: %1</source>
        <translation>das PNG ließ sich nicht packen: %1</translation>
    </message>
    <message>
        <source>the PNG&apos;s header is damaged</source>
        <translation>der Kopf des PNG ist beschädigt</translation>
    </message>
    <message>
        <source>the PNG&apos;s header asks for what PNG does not have</source>
        <translation>der Kopf des PNG verlangt, was PNG nicht hat</translation>
    </message>
    <message>
        <source>the PNG&apos;s first bytes were changed, as a transfer in text mode does</source>
        <translation>die ersten Bytes des PNG wurden verändert, wie bei einer Übertragung im Textmodus</translation>
    </message>
    <message>
        <source>the file does not begin as a PNG does</source>
        <translation>die Datei beginnt nicht wie ein PNG</translation>
    </message>
    <message>
        <source>the PNG ends before its picture</source>
        <translation>das PNG endet vor seinem Bild</translation>
    </message>
    <message>
        <source>the PNG ends before its last part</source>
        <translation>das PNG endet vor seinem letzten Teil</translation>
    </message>
    <message>
        <source>the PNG&apos;s parts are out of order</source>
        <translation>die Teile des PNG sind in falscher Reihenfolge</translation>
    </message>
    <message>
        <source>a checksum in the PNG is wrong</source>
        <translation>eine Prüfsumme im PNG ist falsch</translation>
    </message>
    <message>
        <source>the PNG holds no picture</source>
        <translation>das PNG enthält kein Bild</translation>
    </message>
    <message>
        <source>camera RAW that LibRaw %1 does not read (%2)</source>
        <translation>Kamera-RAW, das LibRaw %1 nicht liest (%2)</translation>
    </message>
    <message>
        <source>the camera RAW is too large (%1)</source>
        <translation>das Kamera-RAW ist zu groß (%1)</translation>
    </message>
    <message>
        <source>the camera RAW is damaged or cut off (%1)</source>
        <translation>das Kamera-RAW ist beschädigt oder abgeschnitten (%1)</translation>
    </message>
    <message>
        <source>camera RAW with %1 colours is not read</source>
        <translation>Kamera-RAW mit %1 Farben wird nicht gelesen</translation>
    </message>
    <message>
        <source>the TIFF is damaged or not whole (%1)</source>
        <translation>das TIFF ist beschädigt oder nicht vollständig (%1)</translation>
    </message>
    <message>
        <source>a TIFF with %1, which Kerf does not read</source>
        <translation>ein TIFF, das Kerf nicht liest: %1</translation>
    </message>
    <message>
        <source>save it with 8 or 16 bits a sample in RGB, grey or CMYK in another program</source>
        <translation>es in einem anderen Programm mit 8 oder 16 Bit je Kanal in RGB, Grau oder CMYK speichern</translation>
    </message>
    <message>
        <source>colours of kind %1</source>
        <translation>Farben der Art %1</translation>
    </message>
    <message>
        <source>%1 bits a sample</source>
        <translation>%1 Bit je Kanal</translation>
    </message>
    <message>
        <source>%1 samples a pixel</source>
        <translation>%1 Kanäle je Pixel</translation>
    </message>
    <message>
        <source>inks other than CMYK</source>
        <translation>andere Druckfarben als CMYK</translation>
    </message>
    <message>
        <source>it is too short for its size</source>
        <translation>es ist zu kurz für seine Größe</translation>
    </message>
    <message>
        <source>it has no palette</source>
        <translation>es hat keine Palette</translation>
    </message>
    <message>
        <source>its pixels can&apos;t be read</source>
        <translation>seine Pixel lassen sich nicht lesen</translation>
    </message>
    <message>
        <source>its rows have no sensible size</source>
        <translation>seine Zeilen haben keine sinnvolle Größe</translation>
    </message>
    <message>
        <source>its tiles have no sensible size</source>
        <translation>seine Kacheln haben keine sinnvolle Größe</translation>
    </message>
    <message>
        <source>its first page can&apos;t be read</source>
        <translation>seine erste Seite lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>YCbCr of this layout</source>
        <translation>YCbCr in dieser Anordnung</translation>
    </message>
    <message>
        <source>the TIFF could not be encoded: %1</source>
        <translation>das TIFF ließ sich nicht packen: %1</translation>
    </message>
    <message>
        <source>the EXIF could not be put into the TIFF</source>
        <translation>das EXIF ließ sich nicht in das TIFF schreiben</translation>
    </message>
    <message>
        <source>the WebP is damaged or cut off (%1)</source>
        <translation>das WebP ist beschädigt oder abgeschnitten (%1)</translation>
    </message>
    <message>
        <source>a kind of WebP that Kerf does not read</source>
        <translation>eine Art von WebP, die Kerf nicht liest</translation>
    </message>
    <message>
        <source>its contents are not valid</source>
        <translation>sein Inhalt ist ungültig</translation>
    </message>
    <message>
        <source>its parts do not fit together</source>
        <translation>seine Teile passen nicht zusammen</translation>
    </message>
    <message>
        <source>it holds no picture</source>
        <translation>es enthält kein Bild</translation>
    </message>
    <message>
        <source>its first picture is not whole</source>
        <translation>sein erstes Bild ist nicht vollständig</translation>
    </message>
    <message>
        <source>its size is given twice and differs</source>
        <translation>seine Größe steht zweimal darin und ist verschieden</translation>
    </message>
    <message>
        <source>libwebp of another version</source>
        <translation>libwebp in einer anderen Fassung</translation>
    </message>
    <message>
        <source>its frames can&apos;t be read</source>
        <translation>seine Bilder lassen sich nicht lesen</translation>
    </message>
    <message>
        <source>its first frame can&apos;t be read</source>
        <translation>sein erstes Bild lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>libwebp: error %1</source>
        <translation>libwebp: Fehler %1</translation>
    </message>
    <message>
        <source>libwebpmux: error %1</source>
        <translation>libwebpmux: Fehler %1</translation>
    </message>
    <message>
        <source>the embedded colour profile is damaged or does not fit the picture</source>
        <translation>das eingebettete Farbprofil ist beschädigt oder passt nicht zum Bild</translation>
    </message>
    <message>
        <source>open the photo in another program and save it with a valid profile</source>
        <translation>das Foto in einem anderen Programm öffnen und mit einem gültigen Profil speichern</translation>
    </message>
    <message>
        <source>a colour space that Kerf does not know (primaries %1, transfer %2, perhaps HDR)</source>
        <translation>ein Farbraum, den Kerf nicht kennt (Primärfarben %1, Übertragung %2, vielleicht HDR)</translation>
    </message>
    <message>
        <source>taken as sRGB</source>
        <translation>als sRGB genommen</translation>
    </message>
    <message>
        <source>colours taken as sRGB</source>
        <translation>Farben als sRGB genommen</translation>
    </message>
    <message>
        <source>the colours are taken as sRGB</source>
        <translation>die Farben werden als sRGB genommen</translation>
    </message>
    <message>
        <source>the colour profile is too large and was left out</source>
        <translation>das Farbprofil ist zu groß und wurde weggelassen</translation>
    </message>
    <message>
        <source>the colour profile is damaged</source>
        <translation>das Farbprofil ist beschädigt</translation>
    </message>
    <message>
        <source>the colour profile is damaged or of another kind</source>
        <translation>das Farbprofil ist beschädigt oder von anderer Art</translation>
    </message>
    <message>
        <source>the colour profile is for grey pictures only</source>
        <translation>das Farbprofil ist nur für Graubilder</translation>
    </message>
    <message>
        <source>the colour profile can&apos;t be used</source>
        <translation>das Farbprofil lässt sich nicht verwenden</translation>
    </message>
    <message>
        <source>metadata beyond the limit were left out</source>
        <translation>Metadaten über der Grenze wurden weggelassen</translation>
    </message>
    <message>
        <source>%1 further pictures in the file were not read</source>
        <translation>%1 weitere Bilder in der Datei wurden nicht gelesen</translation>
    </message>
    <message>
        <source>the file holds further pictures (MPF), which were not read</source>
        <translation>die Datei enthält weitere Bilder (MPF), die nicht gelesen wurden</translation>
    </message>
    <message>
        <source>the extended part of the XMP was not read</source>
        <translation>der erweiterte Teil der XMP-Daten wurde nicht gelesen</translation>
    </message>
    <message>
        <source>the CMYK profile can&apos;t be used</source>
        <translation>das CMYK-Profil lässt sich nicht verwenden</translation>
    </message>
    <message>
        <source>colours are approximate</source>
        <translation>die Farben sind ungefähr</translation>
    </message>
    <message>
        <source>the colours are approximate</source>
        <translation>die Farben sind ungefähr</translation>
    </message>
    <message>
        <source>CMYK without a profile: the colours are approximate</source>
        <translation>CMYK ohne Profil: Die Farben sind ungefähr</translation>
    </message>
    <message>
        <source>the last scans of this progressive JPEG are missing</source>
        <translation>diesem progressiven JPEG fehlen die letzten Durchgänge</translation>
    </message>
    <message>
        <source>detail is lost</source>
        <translation>Einzelheiten sind verloren</translation>
    </message>
    <message>
        <source>the file has surplus bytes between its parts</source>
        <translation>die Datei hat überzählige Bytes zwischen ihren Teilen</translation>
    </message>
    <message>
        <source>the picture may be damaged</source>
        <translation>das Bild ist vielleicht beschädigt</translation>
    </message>
    <message>
        <source>PNG gamma and chromaticities</source>
        <translation>Gamma und Primärfarben des PNG</translation>
    </message>
    <message>
        <source>an HDR picture (PQ or HLG): its brightness is not converted</source>
        <translation>ein HDR-Bild (PQ oder HLG): Seine Helligkeit wird nicht umgerechnet</translation>
    </message>
    <message>
        <source>the picture&apos;s colour code is not known and was left out</source>
        <translation>die Farbangabe des Bildes ist nicht bekannt und wurde weggelassen</translation>
    </message>
    <message>
        <source>the embedded colour profile is damaged and was left out</source>
        <translation>das eingebettete Farbprofil ist beschädigt und wurde weggelassen</translation>
    </message>
    <message>
        <source>an animation of %1 pictures: only the first is read</source>
        <translation>eine Animation aus %1 Bildern: Nur das erste wird gelesen</translation>
    </message>
    <message>
        <source>an animation: %1 further frames were not read</source>
        <translation>eine Animation: %1 weitere Bilder wurden nicht gelesen</translation>
    </message>
    <message>
        <source>developed plainly: the camera&apos;s white balance, no tone curve, no lens correction</source>
        <translation>schlicht entwickelt: Weißabgleich der Kamera, keine Tonwertkurve, keine Objektivkorrektur</translation>
    </message>
    <message>
        <source>a second page is not read</source>
        <translation>eine zweite Seite wird nicht gelesen</translation>
    </message>
    <message>
        <source>%1 further pages are not read</source>
        <translation>%1 weitere Seiten werden nicht gelesen</translation>
    </message>
    <message>
        <source>%1 extra channels were left out</source>
        <translation>%1 zusätzliche Kanäle wurden weggelassen</translation>
    </message>
    <message>
        <source>the %1 part is too large and was left out</source>
        <translation>der Teil %1 ist zu groß und wurde weggelassen</translation>
    </message>
    <message>
        <source>the EXIF is damaged and was left out</source>
        <translation>das EXIF ist beschädigt und wurde weggelassen</translation>
    </message>
    <message>
        <source>damaged parts of the EXIF were left out</source>
        <translation>beschädigte Teile des EXIF wurden weggelassen</translation>
    </message>
    <message>
        <source>the XMP is damaged and was left out</source>
        <translation>das XMP ist beschädigt und wurde weggelassen</translation>
    </message>
    <message>
        <source>the XMP metadata is damaged or too large and was left out</source>
        <translation>die XMP-Daten sind beschädigt oder zu groß und wurden weggelassen</translation>
    </message>
    <message>
        <source>the EXIF metadata is too large and was left out</source>
        <translation>die EXIF-Daten sind zu groß und wurden weggelassen</translation>
    </message>
    <message>
        <source>a damaged part of the PNG that holds no pixels was left out</source>
        <translation>ein beschädigter Teil des PNG ohne Pixel wurde weggelassen</translation>
    </message>
    <message>
        <source>JPEG holds no transparency: laid over white</source>
        <translation>JPEG kennt keine Transparenz: auf Weiß gelegt</translation>
    </message>
    <message>
        <source>%1 holds 8 bits a channel: the photo&apos;s 16 were rounded</source>
        <translation>%1 fasst 8 Bit je Kanal: Die 16 des Fotos wurden gerundet</translation>
    </message>
    <message>
        <source>the EXIF is larger than a JPEG can hold and was left out</source>
        <translation>das EXIF ist größer, als ein JPEG fassen kann, und wurde weggelassen</translation>
    </message>
    <message>
        <source>the XMP is larger than a JPEG can hold and was left out</source>
        <translation>das XMP ist größer, als ein JPEG fassen kann, und wurde weggelassen</translation>
    </message>
    <message>
        <source>the TIFF is over 2 GB: its EXIF was left out</source>
        <translation>das TIFF ist über 2 GB groß: Sein EXIF wurde weggelassen</translation>
    </message>
    <message>
        <source>Strength 0 leaves the photo as it is.</source>
        <translation>Stärke 0 lässt das Foto, wie es ist.</translation>
    </message>
    <message>
        <source>No noise worth removing was found, so the photo is as it was.</source>
        <translation>Es fand sich kein nennenswertes Rauschen, also ist das Foto, wie es war.</translation>
    </message>
    <message>
        <source>OpenCV&apos;s filter works in 8 bits, so the photo&apos;s 16 were rounded</source>
        <translation>OpenCVs Filter rechnet mit 8 Bit, also wurden die 16 des Fotos gerundet</translation>
    </message>
    <message>
        <source>NLM keeps them</source>
        <translation>NLM behält sie</translation>
    </message>
    <message>
        <source>GrabCut tells subject from background by colour</source>
        <translation>GrabCut unterscheidet Motiv und Hintergrund nach der Farbe</translation>
    </message>
    <message>
        <source>BiRefNet does better</source>
        <translation>BiRefNet kann es besser</translation>
    </message>
    <message>
        <source>strokes or BiRefNet do better</source>
        <translation>Striche oder BiRefNet können es besser</translation>
    </message>
    <message>
        <source>GrabCut had to guess the subject</source>
        <translation>GrabCut musste das Motiv erraten</translation>
    </message>
    <message>
        <source>a box around it, strokes or BiRefNet do better</source>
        <translation>ein Rahmen darum, Striche oder BiRefNet können es besser</translation>
    </message>
    <message>
        <source>the subject&apos;s box lies outside the photo</source>
        <translation>der Rahmen um das Motiv liegt außerhalb des Fotos</translation>
    </message>
    <message>
        <source>draw it over the photo, or leave it out</source>
        <translation>ihn über das Foto ziehen oder weglassen</translation>
    </message>
    <message>
        <source>nothing in the box stands out from its surroundings</source>
        <translation>nichts im Rahmen hebt sich von seiner Umgebung ab</translation>
    </message>
    <message>
        <source>strokes are needed</source>
        <translation>Striche sind nötig</translation>
    </message>
    <message>
        <source>nothing stands out from its surroundings</source>
        <translation>nichts hebt sich von seiner Umgebung ab</translation>
    </message>
    <message>
        <source>a box or strokes are needed</source>
        <translation>ein Rahmen oder Striche sind nötig</translation>
    </message>
    <message>
        <source>the subject fills nearly the whole frame</source>
        <translation>das Motiv füllt fast das ganze Bild</translation>
    </message>
    <message>
        <source>check what was taken for background</source>
        <translation>prüfen, was für Hintergrund gehalten wurde</translation>
    </message>
    <message>
        <source>the subject found is small</source>
        <translation>das gefundene Motiv ist klein</translation>
    </message>
    <message>
        <source>a box around the right one does better</source>
        <translation>ein Rahmen um das richtige hilft</translation>
    </message>
    <message>
        <source>masks are cut from 8- and 16-bit photos</source>
        <translation>Masken entstehen aus Fotos mit 8 und 16 Bit</translation>
    </message>
    <message>
        <source>convert it first</source>
        <translation>es erst umwandeln</translation>
    </message>
    <message>
        <source>There is no mask, so the whole picture counts as the subject and no background is treated.</source>
        <translation>Es gibt keine Maske, also gilt das ganze Bild als Motiv, und kein Hintergrund wird behandelt.</translation>
    </message>
    <message>
        <source>There is no mask, so the whole picture counts as the subject.</source>
        <translation>Es gibt keine Maske, also gilt das ganze Bild als Motiv.</translation>
    </message>
    <message>
        <source>The mask holds nearly nothing, so the whole picture sets the tones.</source>
        <translation>Die Maske enthält fast nichts, also bestimmt das ganze Bild die Töne.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a model for the %2</source>
        <translation>„%1“ ist ein Modell für: %2</translation>
    </message>
    <message>
        <source>see kerf-cli models list</source>
        <translation>siehe kerf-cli models list</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>die Maske</translation>
    </message>
    <message>
        <source>clean-up</source>
        <translation>die Bereinigung</translation>
    </message>
    <message>
        <source>cleanup</source>
        <translation>die Bereinigung</translation>
    </message>
    <message>
        <source>no %1 model is installed</source>
        <translation>kein Modell für %1 ist installiert</translation>
    </message>
    <message>
        <source>fetch one: kerf-cli models fetch %1</source>
        <translation>eines holen: im Fenster „Modelle“ oder mit kerf-cli models fetch %1</translation>
    </message>
    <message>
        <source>model &apos;%1&apos; is not installed</source>
        <translation>das Modell „%1“ ist nicht installiert</translation>
    </message>
    <message>
        <source>fetch it: kerf-cli models fetch %1</source>
        <translation>es holen: im Fenster „Modelle“ oder mit kerf-cli models fetch %1</translation>
    </message>
    <message>
        <source>no model &apos;%1&apos; is installed</source>
        <translation>kein Modell „%1“ ist installiert</translation>
    </message>
    <message>
        <source>no NVIDIA driver is on this machine</source>
        <translation>auf diesem Rechner ist kein NVIDIA-Treiber</translation>
    </message>
    <message>
        <source>no CUDA device was found</source>
        <translation>es fand sich kein CUDA-Gerät</translation>
    </message>
    <message>
        <source>choose the CPU</source>
        <translation>die CPU wählen</translation>
    </message>
    <message>
        <source>a GPU is required but the CPU was chosen</source>
        <translation>eine GPU wird verlangt, aber die CPU wurde gewählt</translation>
    </message>
    <message>
        <source>take one of the two back</source>
        <translation>eines von beiden zurücknehmen</translation>
    </message>
    <message>
        <source>Real-ESRGAN is slow on the CPU</source>
        <translation>Real-ESRGAN ist auf der CPU langsam</translation>
    </message>
    <message>
        <source>name it to have it there</source>
        <translation>es ausdrücklich wählen, um es dort zu haben</translation>
    </message>
    <message>
        <source>allow the CPU</source>
        <translation>die CPU erlauben</translation>
    </message>
    <message>
        <source>Real-ESRGAN is slow without a GPU (%1)</source>
        <translation>Real-ESRGAN ist ohne GPU langsam (%1)</translation>
    </message>
    <message>
        <source>name it to have it on the CPU</source>
        <translation>es ausdrücklich wählen, um es auf der CPU zu haben</translation>
    </message>
    <message>
        <source>Strokes override BiRefNet where they were drawn.</source>
        <translation>Striche gehen BiRefNet vor, wo sie gezogen wurden.</translation>
    </message>
    <message>
        <source>the box lies outside the photo</source>
        <translation>der Rahmen liegt außerhalb des Fotos</translation>
    </message>
    <message>
        <source>draw it around the subject</source>
        <translation>ihn um das Motiv ziehen</translation>
    </message>
    <message>
        <source>a GPU is required for the %1, but %2</source>
        <translation>eine GPU wird verlangt für %1, aber: %2</translation>
    </message>
    <message>
        <source>allow the CPU or switch the %1 off</source>
        <translation>die CPU erlauben oder abschalten: %1</translation>
    </message>
    <message>
        <source>%1 runs on the CPU only</source>
        <translation>%1 läuft nur auf der CPU</translation>
    </message>
    <message>
        <source>CUDA was asked for, but %1 runs on the CPU only</source>
        <translation>CUDA war verlangt, aber %1 läuft nur auf der CPU</translation>
    </message>
    <message>
        <source>%1, so %2 ran instead</source>
        <translation>%1, also lief %2</translation>
    </message>
    <message>
        <source>no engine for the %1 can run: %2</source>
        <translation>es kann nichts laufen für %1: %2</translation>
    </message>
    <message>
        <source>switch it off</source>
        <translation>abschalten</translation>
    </message>
    <message>
        <source>%1 is not in this build</source>
        <translation>%1 ist nicht in diesem Programm</translation>
    </message>
    <message>
        <source>choose auto</source>
        <translation>Automatisch wählen</translation>
    </message>
    <message>
        <source>%1 fell back to the CPU</source>
        <translation>%1 wich auf die CPU aus</translation>
    </message>
    <message>
        <source>the photo&apos;s own alpha</source>
        <translation>die eigene Transparenz des Fotos</translation>
    </message>
    <message>
        <source>OpenCV&apos;s clean-up failed: %1</source>
        <translation>OpenCVs Bereinigung misslang: %1</translation>
    </message>
    <message>
        <source>try the engine nlm</source>
        <translation>NLM versuchen</translation>
    </message>
    <message>
        <source>strength %1 %</source>
        <translation>Stärke %1 %</translation>
    </message>
    <message>
        <source>h %1 from noise %2</source>
        <translation>h %1 aus Rauschen %2</translation>
    </message>
    <message>
        <source>h %1</source>
        <translation>h %1</translation>
    </message>
    <message>
        <source>hColor %1</source>
        <translation>hColor %1</translation>
    </message>
    <message>
        <source>windows 7 and 21</source>
        <translation>Fenster 7 und 21</translation>
    </message>
    <message>
        <source>box</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>box and strokes</source>
        <translation>Rahmen und Striche</translation>
    </message>
    <message>
        <source>strokes</source>
        <translation>Striche</translation>
    </message>
    <message>
        <source>saliency</source>
        <translation>auffallendes Motiv</translation>
    </message>
    <message>
        <source>mix %1 (auto)</source>
        <translation>Mischung %1 (automatisch)</translation>
    </message>
    <message>
        <source>mix %1</source>
        <translation>Mischung %1</translation>
    </message>
    <message>
        <source>black %1 %</source>
        <translation>Schwarz %1 %</translation>
    </message>
    <message>
        <source>white %1 %</source>
        <translation>Weiß %1 %</translation>
    </message>
    <message>
        <source>resampled from x%1 to x%2</source>
        <translation>umgerechnet von x%1 auf x%2</translation>
    </message>
    <message>
        <source>within the box</source>
        <translation>im Rahmen</translation>
    </message>
    <message>
        <source>guided upsampling</source>
        <translation>geführt vergrößert</translation>
    </message>
    <message>
        <source>ai-forever&apos;s patches of 240</source>
        <translation>ai-forevers Kacheln von 240</translation>
    </message>
    <message>
        <source>tile %1</source>
        <translation>Kachel %1</translation>
    </message>
    <message>
        <source>%1 tile of %2 x %3</source>
        <translation>%1 Kachel von %2 × %3</translation>
    </message>
    <message>
        <source>%1 tiles of %2 x %3</source>
        <translation>%1 Kacheln von %2 × %3</translation>
    </message>
    <message>
        <source>%1 tile</source>
        <translation>%1 Kachel</translation>
    </message>
    <message>
        <source>%1 tiles</source>
        <translation>%1 Kacheln</translation>
    </message>
    <message>
        <source>%1 x %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>The CPU doesn&apos;t compute in fp16, so fp32 was taken.</source>
        <translation>Die CPU rechnet nicht in fp16, also wurde fp32 genommen.</translation>
    </message>
    <message>
        <source>The CPU took fp32 in place of bf16: %1.</source>
        <translation>Die CPU nahm fp32 statt bf16: %1.</translation>
    </message>
    <message>
        <source>The GPU can&apos;t be used (%1), so the CPU was taken.</source>
        <translation>Die GPU lässt sich nicht nutzen (%1), also wurde die CPU genommen.</translation>
    </message>
    <message>
        <source>this CPU has neither AMX nor AVX512_BF16</source>
        <translation>diese CPU hat weder AMX noch AVX512_BF16</translation>
    </message>
    <message>
        <source>this CPU&apos;s bf16 arithmetic (%1) is off by %2 of a test&apos;s result, %3 is allowed</source>
        <translation>die bf16-Rechnung dieser CPU (%1) weicht um %2 vom Ergebnis einer Probe ab, %3 ist erlaubt</translation>
    </message>
    <message>
        <source>BiRefNet can&apos;t take %1 x %2 pixels</source>
        <translation>BiRefNet nimmt keine %1 × %2 Pixel</translation>
    </message>
    <message>
        <source>choose multiples of 32</source>
        <translation>Vielfache von 32 wählen</translation>
    </message>
    <message>
        <source>the net&apos;s size of %1 x %2</source>
        <translation>der Größe des Netzes, %1 × %2</translation>
    </message>
    <message>
        <source>BiRefNet at %1 x %2 takes about %3 GB of memory, %4 GB are free</source>
        <translation>BiRefNet mit %1 × %2 braucht etwa %3 GB Speicher, frei sind %4 GB</translation>
    </message>
    <message>
        <source>close other programs, or choose a model with a smaller size or the GPU</source>
        <translation>andere Programme schließen, oder ein Modell mit kleinerer Größe oder die GPU wählen</translation>
    </message>
    <message>
        <source>the net&apos;s result holds values that are not finite numbers, in fp32 too</source>
        <translation>das Ergebnis des Netzes enthält Werte, die keine endlichen Zahlen sind, auch in fp32</translation>
    </message>
    <message>
        <source>the picture was not made</source>
        <translation>das Bild entstand nicht</translation>
    </message>
    <message>
        <source>verify the model file or choose another model</source>
        <translation>die Datei des Modells prüfen oder ein anderes Modell wählen</translation>
    </message>
    <message>
        <source>memory ran out even with %1</source>
        <translation>selbst so reichte der Speicher nicht: %1</translation>
    </message>
    <message>
        <source>close other programs, or choose a smaller model or another device</source>
        <translation>andere Programme schließen, oder ein kleineres Modell oder ein anderes Gerät wählen</translation>
    </message>
    <message>
        <source>On the GPU %1, so the CPU went on in fp32.</source>
        <translation>Auf der GPU: %1; also rechnete die CPU in fp32 weiter.</translation>
    </message>
    <message>
        <source>Memory ran out with %1</source>
        <translation>Der Speicher reichte nicht: %1</translation>
    </message>
    <message>
        <source>it went on with %1.</source>
        <translation>es ging weiter mit %1.</translation>
    </message>
    <message>
        <source>In %1 the net&apos;s values overflowed once</source>
        <translation>Einmal liefen die Werte des Netzes in %1 über</translation>
    </message>
    <message>
        <source>that part was done again in fp32.</source>
        <translation>dieser Teil wurde in fp32 wiederholt.</translation>
    </message>
    <message>
        <source>In %1 the net&apos;s values overflowed %2 times</source>
        <translation>In %1 liefen die Werte des Netzes %2-mal über</translation>
    </message>
    <message>
        <source>those parts were done again in fp32.</source>
        <translation>diese Teile wurden in fp32 wiederholt.</translation>
    </message>
    <message>
        <source>pixels to %1 on %2</source>
        <translation>Pixel nach %1 auf %2</translation>
    </message>
    <message>
        <source>antialiased resize on %1</source>
        <translation>geglättete Größenänderung auf %1</translation>
    </message>
    <message>
        <source>LibTorch&apos;s CUDA part (libtorch_cuda.so) is not installed</source>
        <translation>der CUDA-Teil von LibTorch (libtorch_cuda.so) ist nicht installiert</translation>
    </message>
    <message>
        <source>run tools/setup --cuda</source>
        <translation>tools/setup --cuda ausführen</translation>
    </message>
    <message>
        <source>LibTorch&apos;s CUDA part can&apos;t be loaded: %1</source>
        <translation>der CUDA-Teil von LibTorch lässt sich nicht laden: %1</translation>
    </message>
    <message>
        <source>LibTorch&apos;s CUDA part doesn&apos;t find the GPU</source>
        <translation>der CUDA-Teil von LibTorch findet die GPU nicht</translation>
    </message>
    <message>
        <source>see what nvidia-smi says</source>
        <translation>nachsehen, was nvidia-smi sagt</translation>
    </message>
    <message>
        <source>no NVIDIA driver (%1) on this machine</source>
        <translation>kein NVIDIA-Treiber (%1) auf diesem Rechner</translation>
    </message>
    <message>
        <source>if it has an NVIDIA GPU, install driver 580 or newer</source>
        <translation>wenn er eine NVIDIA-GPU hat, den Treiber 580 oder neuer installieren</translation>
    </message>
    <message>
        <source>Kerf&apos;s CUDA part (libkerf_nn_cuda.so) is not in this build</source>
        <translation>Kerfs CUDA-Teil (libkerf_nn_cuda.so) ist nicht in diesem Programm</translation>
    </message>
    <message>
        <source>run tools/setup --cuda and build with KERF_BUILD_CUDA=ON</source>
        <translation>tools/setup --cuda ausführen und mit KERF_BUILD_CUDA=ON bauen</translation>
    </message>
    <message>
        <source>Kerf&apos;s CUDA part can&apos;t be loaded: %1</source>
        <translation>Kerfs CUDA-Teil lässt sich nicht laden: %1</translation>
    </message>
    <message>
        <source>build it again</source>
        <translation>ihn neu bauen</translation>
    </message>
    <message>
        <source>Kerf&apos;s CUDA part (libkerf_nn_cuda.so) belongs to another version</source>
        <translation>Kerfs CUDA-Teil (libkerf_nn_cuda.so) gehört zu einer anderen Fassung</translation>
    </message>
    <message>
        <source>compute capability %1, driver for CUDA %2</source>
        <translation>Rechenfähigkeit %1, Treiber für CUDA %2</translation>
    </message>
    <message>
        <source>%1 thread</source>
        <translation>%1 Thread</translation>
    </message>
    <message>
        <source>%1 threads</source>
        <translation>%1 Threads</translation>
    </message>
    <message>
        <source>LibTorch uses %1</source>
        <translation>LibTorch nutzt %1</translation>
    </message>
    <message>
        <source>install Kerf again, or in a source tree run tools/setup and build with KERF_BUILD_NN=ON</source>
        <translation>Kerf neu installieren, oder im Quellbaum tools/setup ausführen und mit KERF_BUILD_NN=ON bauen</translation>
    </message>
    <message>
        <source>the loader gave no reason</source>
        <translation>der Lader nannte keinen Grund</translation>
    </message>
    <message>
        <source>the nets&apos; engine can&apos;t be loaded: %1</source>
        <translation>das Rechenwerk der Netze lässt sich nicht laden: %1</translation>
    </message>
    <message>
        <source>the nets&apos; engine is not Kerf&apos;s: %1</source>
        <translation>das Rechenwerk der Netze gehört nicht zu Kerf: %1</translation>
    </message>
    <message>
        <source>the nets&apos; engine belongs to another version of Kerf: %1</source>
        <translation>das Rechenwerk der Netze gehört zu einer anderen Fassung von Kerf: %1</translation>
    </message>
    <message>
        <source>the nets&apos; engine is not in this build, looked for %1</source>
        <translation>das Rechenwerk der Netze ist nicht in diesem Programm, gesucht wurde %1</translation>
    </message>
    <message>
        <source>the program&apos;s own folder can&apos;t be found: %1</source>
        <translation>der eigene Ordner des Programms ist nicht zu finden: %1</translation>
    </message>
    <message>
        <source>the nets&apos; engine, which looks for it, can&apos;t be opened</source>
        <translation>das Rechenwerk der Netze, das danach sucht, lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>see below what is missing</source>
        <translation>siehe unten, was fehlt</translation>
    </message>
    <message>
        <source>%1 cleans photos and makes no mask</source>
        <translation>%1 bereinigt Fotos und macht keine Maske</translation>
    </message>
    <message>
        <source>choose a BiRefNet</source>
        <translation>ein BiRefNet wählen</translation>
    </message>
    <message>
        <source>%1 makes masks and cleans no photo</source>
        <translation>%1 macht Masken und bereinigt kein Foto</translation>
    </message>
    <message>
        <source>choose a Real-ESRGAN</source>
        <translation>ein Real-ESRGAN wählen</translation>
    </message>
    <message>
        <source>an error in Kerf itself (%1)</source>
        <translation>ein Fehler in Kerf selbst (%1)</translation>
    </message>
    <message>
        <source>please report it</source>
        <translation>bitte melden</translation>
    </message>
    <message>
        <source>the saved edits can&apos;t be read or are too large</source>
        <translation>die gespeicherten Bearbeitungen lassen sich nicht lesen oder sind zu groß</translation>
    </message>
    <message>
        <source>the saved edits could not be read</source>
        <translation>die gespeicherten Bearbeitungen ließen sich nicht lesen</translation>
    </message>
    <message>
        <source>look at the file&apos;s permissions</source>
        <translation>die Rechte der Datei ansehen</translation>
    </message>
    <message>
        <source>the file could not be put aside</source>
        <translation>die Datei ließ sich nicht beiseitelegen</translation>
    </message>
    <message>
        <source>the file was put aside as %1</source>
        <translation>die Datei wurde beiseitegelegt als %1</translation>
    </message>
    <message>
        <source>the folder for edits could not be made: %1</source>
        <translation>der Ordner für Bearbeitungen ließ sich nicht anlegen: %1</translation>
    </message>
    <message>
        <source>not all of the kept edits could be removed: %1</source>
        <translation>nicht alle aufgehobenen Bearbeitungen ließen sich entfernen: %1</translation>
    </message>
    <message>
        <source>a thumbnail needs a side of at least 1 pixel</source>
        <translation>ein Vorschaubild braucht mindestens 1 Pixel je Seite</translation>
    </message>
    <message>
        <source>the gain must be above 0, the distance from 0 to 64 pixels</source>
        <translation>die Verstärkung muss über 0 liegen, der Abstand zwischen 0 und 64 Pixeln</translation>
    </message>
    <message>
        <source>there is no result to edit</source>
        <translation>es gibt kein Ergebnis zu bearbeiten</translation>
    </message>
    <message>
        <source>run the photo first</source>
        <translation>erst das Foto rechnen lassen</translation>
    </message>
    <message>
        <source>there is nothing to be seen of the photo</source>
        <translation>vom Foto ist nichts zu sehen</translation>
    </message>
    <message>
        <source>the region lies outside the photo</source>
        <translation>der Bereich liegt außerhalb des Fotos</translation>
    </message>
    <message>
        <source>draw one that is on it</source>
        <translation>einen darauf ziehen</translation>
    </message>
    <message>
        <source>this build can&apos;t download</source>
        <translation>dieses Programm kann nicht herunterladen</translation>
    </message>
    <message>
        <source>choose a mirror folder, or import the file</source>
        <translation>einen Spiegelordner wählen oder die Datei importieren</translation>
    </message>
    <message>
        <source>the official address</source>
        <translation>die offizielle Adresse</translation>
    </message>
    <message>
        <source>download of %1 starts, from %2</source>
        <translation>Herunterladen von %1 beginnt, von %2</translation>
    </message>
    <message>
        <source>%1 failed (%2): %3</source>
        <translation>%1 misslang (%2): %3</translation>
    </message>
    <message>
        <source>free some space, or set KERF_MODELS to a folder on another disk</source>
        <translation>Platz schaffen oder KERF_MODELS auf einen Ordner auf einem anderen Datenträger setzen</translation>
    </message>
    <message>
        <source>free some space, or set KERF_MODELS to a folder elsewhere</source>
        <translation>Platz schaffen oder KERF_MODELS auf einen Ordner anderswo setzen</translation>
    </message>
    <message>
        <source>set KERF_MODELS to a folder that can be written</source>
        <translation>KERF_MODELS auf einen beschreibbaren Ordner setzen</translation>
    </message>
    <message>
        <source>the file is larger than one file may be here (a limit of the file system or of the process)</source>
        <translation>die Datei ist größer, als eine Datei hier sein darf (eine Grenze des Dateisystems oder des Prozesses)</translation>
    </message>
    <message>
        <source>set KERF_MODELS to a folder elsewhere</source>
        <translation>KERF_MODELS auf einen Ordner anderswo setzen</translation>
    </message>
    <message>
        <source>the server answered %1: %2</source>
        <translation>der Server antwortete %1: %2</translation>
    </message>
    <message>
        <source>it doesn&apos;t hand the file out</source>
        <translation>er gibt die Datei nicht heraus</translation>
    </message>
    <message>
        <source>use a mirror (--mirror), or fetch it in a browser and import it</source>
        <translation>einen Spiegel nutzen, oder sie im Browser holen und importieren</translation>
    </message>
    <message>
        <source>the file isn&apos;t there any more</source>
        <translation>die Datei ist nicht mehr da</translation>
    </message>
    <message>
        <source>use a mirror (--mirror), or look for it and import it</source>
        <translation>einen Spiegel nutzen, oder sie suchen und importieren</translation>
    </message>
    <message>
        <source>too many requests</source>
        <translation>zu viele Anfragen</translation>
    </message>
    <message>
        <source>try again in some minutes</source>
        <translation>in einigen Minuten noch einmal versuchen</translation>
    </message>
    <message>
        <source>it has a problem of its own</source>
        <translation>er hat selbst ein Problem</translation>
    </message>
    <message>
        <source>try again later</source>
        <translation>später noch einmal versuchen</translation>
    </message>
    <message>
        <source>that is no answer to work with</source>
        <translation>mit dieser Antwort ist nichts anzufangen</translation>
    </message>
    <message>
        <source>try again later or use a mirror</source>
        <translation>später noch einmal versuchen oder einen Spiegel nutzen</translation>
    </message>
    <message>
        <source>a web page came instead of the file (a sign-in page of this network, or an error page)</source>
        <translation>statt der Datei kam eine Webseite (eine Anmeldeseite dieses Netzes oder eine Fehlerseite)</translation>
    </message>
    <message>
        <source>open the address in a browser to see it, then try again</source>
        <translation>die Adresse im Browser öffnen, um sie zu sehen, dann noch einmal versuchen</translation>
    </message>
    <message>
        <source>what came is not the official file: its SHA-256 is another, so it was deleted</source>
        <translation>was kam, ist nicht die offizielle Datei: Ihr SHA-256 ist ein anderer, darum wurde sie gelöscht</translation>
    </message>
    <message>
        <source>try again, or use another network or mirror. If it stays so, the publisher has replaced the file</source>
        <translation>noch einmal versuchen, oder ein anderes Netz oder einen anderen Spiegel nutzen. Bleibt es so, hat der Herausgeber die Datei ersetzt</translation>
    </message>
    <message>
        <source>the connection was cut after %1 of %2</source>
        <translation>die Verbindung brach nach %1 von %2 ab</translation>
    </message>
    <message>
        <source>what came is kept: try again to go on</source>
        <translation>was kam, ist aufgehoben: noch einmal versuchen, um weiterzumachen</translation>
    </message>
    <message>
        <source>the server has a file of %1 bytes, the official one has %2</source>
        <translation>der Server hat eine Datei von %1 Bytes, die offizielle hat %2</translation>
    </message>
    <message>
        <source>the server sends a part that nobody asked for</source>
        <translation>der Server schickt einen Teil, den niemand verlangte</translation>
    </message>
    <message>
        <source>use a mirror</source>
        <translation>einen Spiegel nutzen</translation>
    </message>
    <message>
        <source>the server sends more than the %1 bytes of the file</source>
        <translation>der Server schickt mehr als die %1 Bytes der Datei</translation>
    </message>
    <message>
        <source>a mirror is a folder or an https address</source>
        <translation>ein Spiegel ist ein Ordner oder eine https-Adresse</translation>
    </message>
    <message>
        <source>nothing else is taken</source>
        <translation>anderes wird nicht genommen</translation>
    </message>
    <message>
        <source>there is no such folder to take models from</source>
        <translation>den Ordner, aus dem Modelle kommen sollen, gibt es nicht</translation>
    </message>
    <message>
        <source>there is no model of this name</source>
        <translation>ein Modell dieses Namens gibt es nicht</translation>
    </message>
    <message>
        <source>`kerf-cli models list` names all</source>
        <translation>`kerf-cli models list` nennt alle</translation>
    </message>
    <message>
        <source>another file has this name, and it isn&apos;t the official one</source>
        <translation>eine andere Datei hat diesen Namen, und sie ist nicht die offizielle</translation>
    </message>
    <message>
        <source>move it away</source>
        <translation>sie wegbewegen</translation>
    </message>
    <message>
        <source>it changed right after it came</source>
        <translation>sie änderte sich, gleich nachdem sie kam</translation>
    </message>
    <message>
        <source>try again</source>
        <translation>noch einmal versuchen</translation>
    </message>
    <message>
        <source>this is no regular file</source>
        <translation>das ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>it changed while it was read</source>
        <translation>sie änderte sich beim Lesen</translation>
    </message>
    <message>
        <source>it changed while it was copied</source>
        <translation>sie änderte sich beim Kopieren</translation>
    </message>
    <message>
        <source>try again when it is complete</source>
        <translation>noch einmal versuchen, wenn sie vollständig ist</translation>
    </message>
    <message>
        <source>the mirror lacks this file</source>
        <translation>dem Spiegel fehlt diese Datei</translation>
    </message>
    <message>
        <source>put it there under this name</source>
        <translation>sie unter diesem Namen dort ablegen</translation>
    </message>
    <message>
        <source>Put there by you</source>
        <translation>Von Ihnen dort abgelegt</translation>
    </message>
    <message>
        <source>Kerf knows its architecture, not what it was trained for.</source>
        <translation>Kerf kennt die Architektur, nicht wofür es trainiert wurde.</translation>
    </message>
    <message>
        <source>it is %1, whose patch order Kerf knows</source>
        <translation>es ist %1, dessen Reihenfolge Kerf kennt</translation>
    </message>
    <message>
        <source>it is %1, which has no patch order</source>
        <translation>es ist %1 und hat keine solche Reihenfolge</translation>
    </message>
    <message>
        <source>leave --patch-order out</source>
        <translation>--patch-order weglassen</translation>
    </message>
    <message>
        <source>there is no official model of this name</source>
        <translation>ein offizielles Modell dieses Namens gibt es nicht</translation>
    </message>
    <message>
        <source>`kerf-cli models list --all`</source>
        <translation>`kerf-cli models list --all` nennt alle</translation>
    </message>
    <message>
        <source>its SHA-256 says that it is not %1</source>
        <translation>sein SHA-256 sagt, dass es nicht %1 ist</translation>
    </message>
    <message>
        <source>leave --as out</source>
        <translation>--as weglassen</translation>
    </message>
    <message>
        <source>it is %1, and %2 is %3</source>
        <translation>es ist %1, und %2 ist %3</translation>
    </message>
    <message>
        <source>it changed right after it was copied</source>
        <translation>sie änderte sich, gleich nachdem sie kopiert war</translation>
    </message>
    <message>
        <source>it has changed since it was imported</source>
        <translation>sie hat sich seit dem Import geändert</translation>
    </message>
    <message>
        <source>remove it and import it again</source>
        <translation>sie entfernen und neu importieren</translation>
    </message>
    <message>
        <source>its bytes are others than when it was last looked at, though its time is the same: the disk may be failing</source>
        <translation>ihre Bytes sind andere als beim letzten Mal, obwohl ihre Zeit dieselbe ist: Der Datenträger ist vielleicht defekt</translation>
    </message>
    <message>
        <source>copy it there again</source>
        <translation>sie noch einmal dorthin kopieren</translation>
    </message>
    <message>
        <source>not official, can be used</source>
        <translation>nicht offiziell, verwendbar</translation>
    </message>
    <message>
        <source>not official, as it was imported</source>
        <translation>nicht offiziell, wie beim Import</translation>
    </message>
    <message>
        <source>it is not %1, whose name it has: damaged, unfinished or another file</source>
        <translation>sie ist nicht %1, dessen Namen sie trägt: beschädigt, unfertig oder eine andere Datei</translation>
    </message>
    <message>
        <source>remove it and fetch it again</source>
        <translation>sie entfernen und neu holen</translation>
    </message>
    <message>
        <source>this model is not installed</source>
        <translation>dieses Modell ist nicht installiert</translation>
    </message>
    <message>
        <source>`kerf-cli models list` says what is</source>
        <translation>`kerf-cli models list` sagt, welche es sind</translation>
    </message>
    <message>
        <source>another Kerf is downloading this file</source>
        <translation>ein anderes Kerf lädt diese Datei gerade</translation>
    </message>
    <message>
        <source>wait for it, or stop it</source>
        <translation>darauf warten oder es anhalten</translation>
    </message>
    <message>
        <source>a file of this name has appeared meanwhile</source>
        <translation>eine Datei dieses Namens ist inzwischen aufgetaucht</translation>
    </message>
    <message>
        <source>%1 MB more are needed, %2 MB are free</source>
        <translation>%1 MB mehr werden gebraucht, frei sind %2 MB</translation>
    </message>
    <message>
        <source>its SHA-256 isn&apos;t known to Kerf, so a download could not be checked</source>
        <translation>Kerf kennt seinen SHA-256 nicht, ein Herunterladen ließe sich also nicht prüfen</translation>
    </message>
    <message>
        <source>fetch it yourself and import it</source>
        <translation>es selbst holen und importieren</translation>
    </message>
    <message>
        <source>there was not enough memory</source>
        <translation>der Speicher reichte nicht</translation>
    </message>
    <message>
        <source>close other programs, or run fewer jobs</source>
        <translation>andere Programme schließen oder weniger zugleich rechnen</translation>
    </message>
    <message>
        <source>the folder can&apos;t be locked: %1</source>
        <translation>der Ordner lässt sich nicht sperren: %1</translation>
    </message>
    <message>
        <source>another Kerf is writing into this folder</source>
        <translation>ein anderes Kerf schreibt in diesen Ordner</translation>
    </message>
    <message>
        <source>wait until it has ended, or choose another folder</source>
        <translation>warten, bis es fertig ist, oder einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>the batch&apos;s journal can&apos;t be written: %1</source>
        <translation>das Journal des Stapels lässt sich nicht schreiben: %1</translation>
    </message>
    <message>
        <source>a name outside the folder</source>
        <translation>ein Name außerhalb des Ordners</translation>
    </message>
    <message>
        <source>this batch was begun by another version of Kerf</source>
        <translation>dieser Stapel wurde mit einer anderen Fassung von Kerf begonnen</translation>
    </message>
    <message>
        <source>finish it there, or begin anew</source>
        <translation>ihn dort beenden oder neu beginnen</translation>
    </message>
    <message>
        <source>this is no journal of a batch</source>
        <translation>das ist kein Journal eines Stapels</translation>
    </message>
    <message>
        <source>begin the batch anew</source>
        <translation>den Stapel neu beginnen</translation>
    </message>
    <message>
        <source>there is no batch to go on with</source>
        <translation>es gibt keinen Stapel, der weitergehen könnte</translation>
    </message>
    <message>
        <source>check the folder&apos;s name</source>
        <translation>den Namen des Ordners prüfen</translation>
    </message>
    <message>
        <source>the batch&apos;s journal can&apos;t be read: %1</source>
        <translation>das Journal des Stapels lässt sich nicht lesen: %1</translation>
    </message>
    <message>
        <source>check its permissions</source>
        <translation>seine Rechte prüfen</translation>
    </message>
    <message>
        <source>the batch&apos;s journal is over 1 GB</source>
        <translation>das Journal des Stapels ist über 1 GB groß</translation>
    </message>
    <message>
        <source>the batch&apos;s journal can&apos;t be read</source>
        <translation>das Journal des Stapels lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>The older ESRGAN for clean, small pictures; doesn&apos;t remove noise.</source>
        <translation>Das ältere ESRGAN für saubere, kleine Bilder; entfernt kein Rauschen.</translation>
    </message>
    <message>
        <source>People, as the GitHub release has it (epoch 150).</source>
        <translation>Menschen, in der Fassung von GitHub (Epoche 150).</translation>
    </message>
    <message>
        <source>Any subject in photos of any shape and size, without squeezing them into a square.</source>
        <translation>Jedes Motiv in Fotos jeder Form und Größe, ohne sie in ein Quadrat zu pressen.</translation>
    </message>
    <message>
        <source>Any subject, about a third of the time and memory of BiRefNet; fine edges are a little less exact.</source>
        <translation>Jedes Motiv, mit etwa einem Drittel der Zeit und des Speichers von BiRefNet; feine Kanten sind etwas weniger genau.</translation>
    </message>
    <message>
        <source>The general model as it was first published, twice the size for the same masks.</source>
        <translation>Das allgemeine Modell, wie es zuerst erschien; doppelt so groß bei gleichen Masken.</translation>
    </message>
    <message>
        <source>An earlier general model, to repeat older results.</source>
        <translation>Ein früheres allgemeines Modell, um ältere Ergebnisse zu wiederholen.</translation>
    </message>
    <message>
        <source>Soft edges in large photos, at 2048 x 2048.</source>
        <translation>Weiche Kanten in großen Fotos, mit 2048 × 2048.</translation>
    </message>
    <message>
        <source>What stands out in high-resolution photos; a benchmark&apos;s model.</source>
        <translation>Was in hochaufgelösten Fotos auffällt; das Modell eines Vergleichstests.</translation>
    </message>
    <message>
        <source>Soft edges with the small backbone; quick, less exact.</source>
        <translation>Weiche Kanten mit dem kleinen Netz; schnell, weniger genau.</translation>
    </message>
    <message>
        <source>People; little use for other subjects.</source>
        <translation>Menschen; für andere Motive wenig geeignet.</translation>
    </message>
    <message>
        <source>Photos of any shape and size, as the GitHub release has it (epoch 174).</source>
        <translation>Fotos jeder Form und Größe, in der Fassung von GitHub (Epoche 174).</translation>
    </message>
    <message>
        <source>As BiRefNet DIS5K, with its test sets added to the training.</source>
        <translation>Wie BiRefNet DIS5K, mit dessen Testsätzen im Training.</translation>
    </message>
    <message>
        <source>The general model as the GitHub release has it (epoch 244).</source>
        <translation>Das allgemeine Modell in der Fassung von GitHub (Epoche 244).</translation>
    </message>
    <message>
        <source>Large photos with fine structures; looks at 2048 x 2048, four times the work of BiRefNet.</source>
        <translation>Große Fotos mit feinen Strukturen; sieht 2048 × 2048, viermal so viel Arbeit wie BiRefNet.</translation>
    </message>
    <message>
        <source>Soft edges: hair, fur, thin cloth; gives partly transparent pixels.</source>
        <translation>Weiche Kanten: Haar, Fell, dünner Stoff; gibt teilweise durchsichtige Pixel.</translation>
    </message>
    <message>
        <source>Any subject on any background, the best all-round choice. The mask that Kerf takes by itself.</source>
        <translation>Jedes Motiv vor jedem Hintergrund, die beste Wahl für alles. Die Maske, die Kerf von selbst nimmt.</translation>
    </message>
    <message>
        <source>Drawings and anime, not photos; four times the sides.</source>
        <translation>Zeichnungen und Anime, keine Fotos; vierfache Seitenlängen.</translation>
    </message>
    <message>
        <source>Camouflaged animals, which other models overlook; not for ordinary photos.</source>
        <translation>Getarnte Tiere, die andere Modelle übersehen; nicht für gewöhnliche Fotos.</translation>
    </message>
    <message>
        <source>Soft edges in large photos, as the GitHub release has it (epoch 135).</source>
        <translation>Weiche Kanten in großen Fotos, in der Fassung von GitHub (Epoche 135).</translation>
    </message>
    <message>
        <source>Photos with noise, JPEG traces or slight blur, faces among them; doubles the sides. The clean-up that Kerf takes by itself.</source>
        <translation>Fotos mit Rauschen, JPEG-Spuren oder leichter Unschärfe, auch mit Gesichtern; verdoppelt die Seiten. Die Bereinigung, die Kerf von selbst nimmt.</translation>
    </message>
    <message>
        <source>Soft edges, as the GitHub release has it (epoch 100).</source>
        <translation>Weiche Kanten, in der Fassung von GitHub (Epoche 100).</translation>
    </message>
    <message>
        <source>Single objects with fine structures, as the GitHub release has it (epoch 590).</source>
        <translation>Einzelne Gegenstände mit feinen Strukturen, in der Fassung von GitHub (Epoche 590).</translation>
    </message>
    <message>
        <source>General photos with heavy compression or blur; doubles the sides and smooths fine texture.</source>
        <translation>Allgemeine Fotos mit starker Kompression oder Unschärfe; verdoppelt die Seiten und glättet feine Textur.</translation>
    </message>
    <message>
        <source>Trained on many sets without the benchmarks&apos; test sets (epoch 420); for comparisons.</source>
        <translation>Auf vielen Sätzen ohne die der Vergleichstests trainiert (Epoche 420); für Vergleiche.</translation>
    </message>
    <message>
        <source>x4plus trained without the adversarial part: smoother, invents less.</source>
        <translation>x4plus, ohne den Gegenspieler trainiert: glatter, erfindet weniger.</translation>
    </message>
    <message>
        <source>Thumbnails that are to become large; eight times the sides, much of it invented.</source>
        <translation>Vorschaubilder, die groß werden sollen; achtfache Seitenlängen, vieles davon erfunden.</translation>
    </message>
    <message>
        <source>Quick previews and small pictures; a quarter of the pixels, coarser edges.</source>
        <translation>Schnelle Vorschauen und kleine Bilder; ein Viertel der Pixel, gröbere Kanten.</translation>
    </message>
    <message>
        <source>A benchmark&apos;s model, as the GitHub release has it (epoch 115).</source>
        <translation>Das Modell eines Vergleichstests, in der Fassung von GitHub (Epoche 115).</translation>
    </message>
    <message>
        <source>Quick previews and small pictures, as the GitHub release has it (epoch 216).</source>
        <translation>Schnelle Vorschauen und kleine Bilder, in der Fassung von GitHub (Epoche 216).</translation>
    </message>
    <message>
        <source>Wide photos at 2560 x 1440, as the GitHub release has it (epoch 232).</source>
        <translation>Breite Fotos mit 2560 × 1440, in der Fassung von GitHub (Epoche 232).</translation>
    </message>
    <message>
        <source>Camouflaged animals, as the GitHub release has it (epoch 125); not for ordinary photos.</source>
        <translation>Getarnte Tiere, in der Fassung von GitHub (Epoche 125); nicht für gewöhnliche Fotos.</translation>
    </message>
    <message>
        <source>The companion of general x4v3 that keeps more of the photo&apos;s grain.</source>
        <translation>Das Gegenstück zu general x4v3, das mehr vom Korn des Fotos behält.</translation>
    </message>
    <message>
        <source>Small photos that are to become large, faces among them; four times the sides and about four times the work of x2.</source>
        <translation>Kleine Fotos, die groß werden sollen, auch mit Gesichtern; vierfache Seitenlängen und etwa viermal so viel Arbeit wie x2.</translation>
    </message>
    <message>
        <source>Single objects with fine structures, trained on DIS5K alone (research set, non-commercial terms).</source>
        <translation>Einzelne Gegenstände mit feinen Strukturen, nur auf DIS5K trainiert (Forschungssatz, nicht gewerblich).</translation>
    </message>
    <message>
        <source>A small, quick net for general photos; four times the sides, strong denoising, less detail than the large ones.</source>
        <translation>Ein kleines, schnelles Netz für allgemeine Fotos; vierfache Seitenlängen, starkes Entrauschen, weniger Einzelheiten als die großen.</translation>
    </message>
    <message>
        <source>Frames of anime films, not photos; four times the sides, very quick.</source>
        <translation>Einzelbilder von Anime-Filmen, keine Fotos; vierfache Seitenlängen, sehr schnell.</translation>
    </message>
    <message>
        <source>The small general model as the GitHub release has it (epoch 232).</source>
        <translation>Das kleine allgemeine Modell in der Fassung von GitHub (Epoche 232).</translation>
    </message>
    <message>
        <source>Small, badly compressed photos; four times the sides, with texture that is partly invented.</source>
        <translation>Kleine, schlecht komprimierte Fotos; vierfache Seitenlängen, mit teils erfundener Textur.</translation>
    </message>
    <message>
        <source>Wide photos with fine structures at 2560 x 1440, with the small backbone.</source>
        <translation>Breite Fotos mit feinen Strukturen mit 2560 × 1440, mit dem kleinen Netz.</translation>
    </message>
    <message>
        <source>Large photos at 2048 x 2048, as the GitHub release has it (epoch 130).</source>
        <translation>Große Fotos mit 2048 × 2048, in der Fassung von GitHub (Epoche 130).</translation>
    </message>
    <message>
        <source>an extra channel was left out</source>
        <translation>ein zusätzlicher Kanal wurde weggelassen</translation>
    </message>
    <message>
        <source>levels %1</source>
        <translation>Tonwerte %1</translation>
    </message>
    <message>
        <source>gamma %1</source>
        <translation>Gamma %1</translation>
    </message>
    <message>
        <source>grow %1 px</source>
        <translation>%1 px gewachsen</translation>
    </message>
    <message>
        <source>shrink %1 px</source>
        <translation>%1 px geschrumpft</translation>
    </message>
    <message>
        <source>feather %1 px</source>
        <translation>%1 px weich</translation>
    </message>
    <message>
        <source>%1 stroke</source>
        <translation>%1 Strich</translation>
    </message>
    <message>
        <source>%1 strokes</source>
        <translation>%1 Striche</translation>
    </message>
    <message>
        <source>seed: %1</source>
        <translation>Anhalt: %1</translation>
    </message>
    <message>
        <source>a file has the name of this folder</source>
        <translation>eine Datei hat den Namen dieses Ordners</translation>
    </message>
    <message>
        <source>nothing can be written there: %1</source>
        <translation>dort lässt sich nichts schreiben: %1</translation>
    </message>
    <message>
        <source>it ended while its photos were being listed</source>
        <translation>er endete, während seine Fotos aufgelistet wurden</translation>
    </message>
    <message>
        <source>begin it again with the same photos and settings</source>
        <translation>ihn mit denselben Fotos und Einstellungen neu beginnen</translation>
    </message>
    <message>
        <source>a batch with other settings is unfinished there</source>
        <translation>dort ist ein Stapel mit anderen Einstellungen unfertig</translation>
    </message>
    <message>
        <source>finish that first, or choose another folder</source>
        <translation>erst den beenden oder einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>the journal of the batch before can&apos;t be put aside: %1</source>
        <translation>das Journal des vorigen Stapels lässt sich nicht beiseitelegen: %1</translation>
    </message>
    <message>
        <source>the batch&apos;s journal was removed while the batch ran</source>
        <translation>das Journal des Stapels wurde entfernt, während er lief</translation>
    </message>
    <message>
        <source>there is no batch in this folder</source>
        <translation>in diesem Ordner ist kein Stapel</translation>
    </message>
    <message>
        <source>name the --out DIR of one</source>
        <translation>den Zielordner eines Stapels angeben</translation>
    </message>
    <message>
        <source>the batch&apos;s folder is gone</source>
        <translation>der Ordner des Stapels ist verschwunden</translation>
    </message>
    <message>
        <source>bring it back and go on with the batch, or begin it anew</source>
        <translation>ihn zurückbringen und mit dem Stapel weitermachen, oder ihn neu beginnen</translation>
    </message>
    <message>
        <source>there are not as many names as pictures to write</source>
        <translation>es gibt nicht so viele Namen wie Bilder zu schreiben</translation>
    </message>
    <message>
        <source>not enough memory for this picture</source>
        <translation>für dieses Bild reicht der Speicher nicht</translation>
    </message>
    <message>
        <source>not enough memory to compare these pictures</source>
        <translation>zum Vergleichen dieser Bilder reicht der Speicher nicht</translation>
    </message>
    <message>
        <source>there is no such folder or file</source>
        <translation>den Ordner oder die Datei gibt es nicht</translation>
    </message>
    <message>
        <source>check the name</source>
        <translation>den Namen prüfen</translation>
    </message>
    <message>
        <source>a folder can&apos;t be compared with a file</source>
        <translation>ein Ordner lässt sich nicht mit einer Datei vergleichen</translation>
    </message>
    <message>
        <source>name two folders or two files</source>
        <translation>zwei Ordner oder zwei Dateien angeben</translation>
    </message>
    <message>
        <source>file of verdicts</source>
        <translation>Datei mit Urteilen</translation>
    </message>
    <message>
        <source>a file of verdicts</source>
        <translation>eine Datei mit Urteilen</translation>
    </message>
    <message>
        <source>too large for a file of verdicts</source>
        <translation>zu groß für eine Datei mit Urteilen</translation>
    </message>
    <message>
        <source>subject %1 x %2</source>
        <translation>Motiv %1 × %2</translation>
    </message>
    <message>
        <source>frame %1 x %2</source>
        <translation>Rahmen %1 × %2</translation>
    </message>
    <message>
        <source>scaled by %1</source>
        <translation>skaliert um %1</translation>
    </message>
    <message>
        <source>shadow %1 %</source>
        <translation>Schatten %1 %</translation>
    </message>
    <message>
        <source>background %1</source>
        <translation>Hintergrund %1</translation>
    </message>
    <message>
        <source>There is no subject in the matte, so the whole picture was framed.</source>
        <translation>In der Maske ist kein Motiv, also wurde das ganze Bild gerahmt.</translation>
    </message>
    <message>
        <source>What is framed was enlarged %1 times to fill the canvas</source>
        <translation>Das Gerahmte wurde %1-fach vergrößert, um die Fläche zu füllen</translation>
    </message>
    <message>
        <source>a smaller canvas or a larger photo is sharper.</source>
        <translation>eine kleinere Fläche oder ein größeres Foto ist schärfer.</translation>
    </message>
    <message>
        <source>The black and white keeps the scene, which has no shadow.</source>
        <translation>Das Schwarzweiß behält die Szene, und die hat keinen Schatten.</translation>
    </message>
    <message>
        <source>the frame would be larger than 65535 pixels on a side or 500 megapixels</source>
        <translation>der Rahmen wäre größer als 65535 Pixel je Seite oder 500 Megapixel</translation>
    </message>
    <message>
        <source>make its margin smaller</source>
        <translation>seinen Rand verkleinern</translation>
    </message>
    <message>
        <source>the background picture: %1</source>
        <translation>das Hintergrundbild: %1</translation>
    </message>
    <message>
        <source>the name leads out of the chosen folder</source>
        <translation>der Name führt aus dem gewählten Ordner hinaus</translation>
    </message>
    <message>
        <source>this is a link that may lead out of the chosen folder, so nothing is written through it</source>
        <translation>das ist ein Verweis, der aus dem gewählten Ordner hinausführen kann, also wird durch ihn nichts geschrieben</translation>
    </message>
    <message>
        <source>remove it or choose the folder that it leads to</source>
        <translation>ihn entfernen oder den Ordner wählen, auf den er zeigt</translation>
    </message>
    <message>
        <source>the folder for the report can&apos;t be made: %1</source>
        <translation>der Ordner für den Bericht lässt sich nicht anlegen: %1</translation>
    </message>
    <message>
        <source>a file of this name that is no report of Kerf&apos;s is there</source>
        <translation>dort ist eine Datei dieses Namens, die kein Bericht von Kerf ist</translation>
    </message>
    <message>
        <source>name another folder</source>
        <translation>einen anderen Ordner angeben</translation>
    </message>
    <message>
        <source>not a file of verdicts that this version of Kerf reads</source>
        <translation>keine Datei mit Urteilen, die diese Version von Kerf liest</translation>
    </message>
    <message>
        <source>Kerf&apos;s small net found the subject</source>
        <translation>Kerfs kleines Netz hat das Motiv gefunden</translation>
    </message>
    <message>
        <source>a box around it or BiRefNet does better, above all at hair</source>
        <translation>ein Rahmen darum oder BiRefNet kann es besser, vor allem bei Haaren</translation>
    </message>
    <message>
        <source>Kerf&apos;s small net found the subject within the box</source>
        <translation>Kerfs kleines Netz hat das Motiv im Rahmen gefunden</translation>
    </message>
    <message>
        <source>BiRefNet does better, above all at hair</source>
        <translation>BiRefNet kann es besser, vor allem bei Haaren</translation>
    </message>
    <message>
        <source>Kerf&apos;s small net found no subject, so all is background</source>
        <translation>Kerfs kleines Netz hat kein Motiv gefunden, also ist alles Hintergrund</translation>
    </message>
    <message>
        <source>a box, strokes or BiRefNet may find one</source>
        <translation>ein Rahmen, Striche oder BiRefNet finden vielleicht eines</translation>
    </message>
    <message>
        <source>Kerf&apos;s small net found no subject within the box</source>
        <translation>Kerfs kleines Netz hat im Rahmen kein Motiv gefunden</translation>
    </message>
    <message>
        <source>strokes or BiRefNet may find one</source>
        <translation>Striche oder BiRefNet finden vielleicht eines</translation>
    </message>
    <message>
        <source>Strokes override the net where they were drawn.</source>
        <translation>Striche gehen dem Netz vor, wo sie gezogen wurden.</translation>
    </message>
    <message>
        <source>Kerf&apos;s small net is not in this build</source>
        <translation>Kerfs kleines Netz ist nicht in diesem Programm</translation>
    </message>
    <message>
        <source>cut along the photo&apos;s edges</source>
        <translation>entlang der Kanten des Fotos geschnitten</translation>
    </message>
    <message>
        <source>it could not be read a second time, for its sidecar</source>
        <translation>sie ließ sich für die Begleitdatei kein zweites Mal lesen</translation>
    </message>
    <message>
        <source>check the disk and the file&apos;s permissions</source>
        <translation>den Datenträger und die Rechte der Datei prüfen</translation>
    </message>
    <message>
        <source>the photo was changed meanwhile, so there is no sidecar</source>
        <translation>das Foto wurde inzwischen geändert, darum gibt es keine Begleitdatei</translation>
    </message>
    <message>
        <source>the background picture was changed meanwhile, so there is no sidecar</source>
        <translation>das Hintergrundbild wurde inzwischen geändert, darum gibt es keine Begleitdatei</translation>
    </message>
    <message>
        <source>there is a file in the place of the sidecar, which was not written</source>
        <translation>am Platz der Begleitdatei liegt eine Datei, darum wurde sie nicht geschrieben</translation>
    </message>
    <message>
        <source>the name template: %1</source>
        <translation>die Vorlage für Namen: %1</translation>
    </message>
    <message>
        <source>a date needs a form, such as {date:YYYYMMDD}</source>
        <translation>ein Datum braucht eine Form, etwa {date:YYYYMMDD}</translation>
    </message>
    <message>
        <source>a date has no &apos;%1&apos;</source>
        <translation>ein Datum hat kein „%1“</translation>
    </message>
    <message>
        <source>it is made of YYYY, YY, MM, DD, hh, mm, ss and signs</source>
        <translation>es besteht aus YYYY, YY, MM, DD, hh, mm, ss und Zeichen</translation>
    </message>
    <message>
        <source>a counter&apos;s digits are a number from 1 to 9, such as {counter:4}</source>
        <translation>die Ziffern eines Zählers sind eine Zahl von 1 bis 9, etwa {counter:4}</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>sie ist leer</translation>
    </message>
    <message>
        <source>{name} alone keeps the photos&apos; names</source>
        <translation>{name} allein behält die Namen der Fotos</translation>
    </message>
    <message>
        <source>it is longer than %1 bytes</source>
        <translation>sie ist länger als %1 Bytes</translation>
    </message>
    <message>
        <source>it is not UTF-8</source>
        <translation>sie ist kein UTF-8</translation>
    </message>
    <message>
        <source>a name can&apos;t hold &apos;/&apos;</source>
        <translation>ein Name kann kein „/“ enthalten</translation>
    </message>
    <message>
        <source>folders are made as the photos have them</source>
        <translation>Ordner entstehen, wie die Fotos sie haben</translation>
    </message>
    <message>
        <source>it holds a control character</source>
        <translation>sie enthält ein Steuerzeichen</translation>
    </message>
    <message>
        <source>a &apos;}&apos; has no &apos;{&apos; before it</source>
        <translation>einem „}“ fehlt das „{“ davor</translation>
    </message>
    <message>
        <source>write }} for the sign itself</source>
        <translation>für das Zeichen selbst }} schreiben</translation>
    </message>
    <message>
        <source>a &apos;{&apos; has no &apos;}&apos; behind it</source>
        <translation>einem „{“ fehlt das „}“ dahinter</translation>
    </message>
    <message>
        <source>write {{ for the sign itself</source>
        <translation>für das Zeichen selbst {{ schreiben</translation>
    </message>
    <message>
        <source>there is no %1</source>
        <translation>es gibt kein %1</translation>
    </message>
    <message>
        <source>there are {name}, {stage}, {scale}, {date}, {date:YYYYMMDD}, {counter}, {counter:4}, {model}, {width}, {height} and {parent}</source>
        <translation>es gibt {name}, {stage}, {scale}, {date}, {date:YYYYMMDD}, {counter}, {counter:4}, {model}, {width}, {height} und {parent}</translation>
    </message>
    <message>
        <source>%1 takes nothing behind a &apos;:&apos;</source>
        <translation>nach %1 steht kein „:“</translation>
    </message>
    <message>
        <source>People, animals and things that fill a fair part of the photo, with nothing downloaded; BiRefNet does better, above all at hair.</source>
        <translation>Menschen, Tiere und Dinge, die einen guten Teil des Fotos füllen, ohne dass etwas heruntergeladen wird; BiRefNet kann es besser, vor allem bei Haaren.</translation>
    </message>
    <message>
        <source>Kerf&apos;s small net is missing from this installation</source>
        <translation>Kerfs kleines Netz fehlt in dieser Installation</translation>
    </message>
    <message>
        <source>Kerf&apos;s small net is damaged or was replaced</source>
        <translation>Kerfs kleines Netz ist beschädigt oder wurde ersetzt</translation>
    </message>
    <message>
        <source>install Kerf again</source>
        <translation>Kerf neu installieren</translation>
    </message>
    <message>
        <source>it comes with Kerf and can&apos;t be removed</source>
        <translation>es gehört zu Kerf und lässt sich nicht entfernen</translation>
    </message>
    <message>
        <source>choose another engine for masks</source>
        <translation>ein anderes Verfahren für Masken wählen</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is an engine of its own</source>
        <translation>„%1“ ist ein eigenes Verfahren</translation>
    </message>
    <message>
        <source>choose the engine Kerf Mini (--mask mini)</source>
        <translation>das Verfahren Kerf Mini wählen (--mask mini)</translation>
    </message>
    <message>
        <source>as it came with Kerf</source>
        <translation>so, wie es mit Kerf kam</translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message>
        <source>Kerf could not finish “%1”</source>
        <translation>Kerf konnte „%1“ nicht fertigstellen</translation>
    </message>
    <message>
        <source>Something went wrong inside Kerf.</source>
        <translation>In Kerf selbst ist etwas schiefgegangen.</translation>
    </message>
    <message>
        <source>Run it again; if it fails again, please report it with the sentence below.</source>
        <translation>Noch einmal ausführen; geht es wieder schief, bitte mit dem Satz unten melden.</translation>
    </message>
    <message>
        <source>“%1” is not there any more</source>
        <translation>„%1“ ist nicht mehr da</translation>
    </message>
    <message>
        <source>The file was moved, renamed or deleted.</source>
        <translation>Die Datei wurde verschoben, umbenannt oder gelöscht.</translation>
    </message>
    <message>
        <source>Put it back, or remove the photo from the list and add it from its new place.</source>
        <translation>Sie zurücklegen oder das Foto aus der Liste nehmen und vom neuen Ort hinzufügen.</translation>
    </message>
    <message>
        <source>“%1” is of a kind that Kerf cannot read</source>
        <translation>„%1“ ist von einer Art, die Kerf nicht liest</translation>
    </message>
    <message>
        <source>Kerf reads JPEG, PNG, TIFF, WebP, HEIC, AVIF and camera RAW.</source>
        <translation>Kerf liest JPEG, PNG, TIFF, WebP, HEIC, AVIF und Kamera-RAW.</translation>
    </message>
    <message>
        <source>Save the photo as one of these and add it again.</source>
        <translation>Das Foto in einem dieser Formate speichern und wieder hinzufügen.</translation>
    </message>
    <message>
        <source>“%1” is damaged</source>
        <translation>„%1“ ist beschädigt</translation>
    </message>
    <message>
        <source>The file is broken or not whole.</source>
        <translation>Die Datei ist defekt oder unvollständig.</translation>
    </message>
    <message>
        <source>Copy it again from the camera or the backup.</source>
        <translation>Noch einmal von der Kamera oder aus der Sicherung kopieren.</translation>
    </message>
    <message>
        <source>No room to save “%1”</source>
        <translation>Kein Platz, um „%1“ zu speichern</translation>
    </message>
    <message>
        <source>The disk is full. Nothing was left half-written.</source>
        <translation>Der Datenträger ist voll. Nichts ist halb geschrieben zurückgeblieben.</translation>
    </message>
    <message>
        <source>Free some space or choose another disk, then export again.</source>
        <translation>Platz schaffen oder einen anderen Datenträger wählen, dann noch einmal exportieren.</translation>
    </message>
    <message>
        <source>“%1” needs more memory than is free</source>
        <translation>„%1“ braucht mehr Arbeitsspeicher, als frei ist</translation>
    </message>
    <message>
        <source>The photo did not fit into memory.</source>
        <translation>Das Foto passte nicht in den Arbeitsspeicher.</translation>
    </message>
    <message>
        <source>Close other programs, or use a smaller photo.</source>
        <translation>Andere Programme schließen oder ein kleineres Foto verwenden.</translation>
    </message>
    <message>
        <source>A model for “%1” is not installed</source>
        <translation>Ein Modell für „%1“ ist nicht installiert</translation>
    </message>
    <message>
        <source>The chosen engine has no weights here.</source>
        <translation>Das gewählte Verfahren hat hier keine Gewichte.</translation>
    </message>
    <message>
        <source>Choose Automatic in the recipe.</source>
        <translation>Im Rezept „Automatisch“ wählen.</translation>
    </message>
    <message>
        <source>The model for “%1” is damaged</source>
        <translation>Das Modell für „%1“ ist beschädigt</translation>
    </message>
    <message>
        <source>Its file does not hold what it should.</source>
        <translation>Seine Datei enthält nicht, was sie sollte.</translation>
    </message>
    <message>
        <source>Install the model again, or choose Automatic in the recipe.</source>
        <translation>Das Modell neu installieren oder im Rezept „Automatisch“ wählen.</translation>
    </message>
    <message>
        <source>No permission for “%1”</source>
        <translation>Keine Berechtigung für „%1“</translation>
    </message>
    <message>
        <source>The system does not let Kerf use this file or folder.</source>
        <translation>Das System lässt Kerf diese Datei oder diesen Ordner nicht benutzen.</translation>
    </message>
    <message>
        <source>Change its permissions, or choose another folder.</source>
        <translation>Die Rechte ändern oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>“%1” is not a file</source>
        <translation>„%1“ ist keine Datei</translation>
    </message>
    <message>
        <source>It is a folder or a device.</source>
        <translation>Es ist ein Ordner oder ein Gerät.</translation>
    </message>
    <message>
        <source>Add the photos themselves, or the folder that holds them.</source>
        <translation>Die Fotos selbst hinzufügen oder den Ordner, der sie enthält.</translation>
    </message>
    <message>
        <source>“%1” is too large</source>
        <translation>„%1“ ist zu groß</translation>
    </message>
    <message>
        <source>It has more pixels or bytes than Kerf takes.</source>
        <translation>Es hat mehr Pixel oder Bytes, als Kerf annimmt.</translation>
    </message>
    <message>
        <source>Make it smaller in another program first.</source>
        <translation>Zuerst in einem anderen Programm verkleinern.</translation>
    </message>
    <message>
        <source>A setting does not work for “%1”</source>
        <translation>Eine Einstellung geht für „%1“ nicht</translation>
    </message>
    <message>
        <source>The recipe or the export has a value out of range.</source>
        <translation>Das Rezept oder der Export hat einen Wert außerhalb des Bereichs.</translation>
    </message>
    <message>
        <source>Reset the accented values in the recipe.</source>
        <translation>Die hervorgehobenen Werte im Rezept zurücksetzen.</translation>
    </message>
    <message>
        <source>“%1” is already there</source>
        <translation>„%1“ ist schon da</translation>
    </message>
    <message>
        <source>Kerf never overwrites a file unasked.</source>
        <translation>Kerf überschreibt nie ungefragt eine Datei.</translation>
    </message>
    <message>
        <source>Choose another name or folder.</source>
        <translation>Einen anderen Namen oder Ordner wählen.</translation>
    </message>
    <message>
        <source>“%1” could not be saved</source>
        <translation>„%1“ konnte nicht gespeichert werden</translation>
    </message>
    <message>
        <source>The disk refused to take the file. Nothing was left half-written.</source>
        <translation>Der Datenträger nahm die Datei nicht an. Nichts ist halb geschrieben zurückgeblieben.</translation>
    </message>
    <message>
        <source>Check the disk, or choose another folder.</source>
        <translation>Den Datenträger prüfen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>The chosen engine for “%1” is not available</source>
        <translation>Das gewählte Verfahren für „%1“ ist nicht verfügbar</translation>
    </message>
    <message>
        <source>It is not in this version of Kerf or not on this machine.</source>
        <translation>Es ist nicht in dieser Version von Kerf oder nicht auf diesem Rechner.</translation>
    </message>
    <message>
        <source>“%1” could not be downloaded</source>
        <translation>„%1“ konnte nicht heruntergeladen werden</translation>
    </message>
    <message>
        <source>The connection failed or broke off. What came is kept.</source>
        <translation>Die Verbindung scheiterte oder brach ab. Was kam, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Check the network and fetch it again; it goes on where it stopped.</source>
        <translation>Das Netz prüfen und noch einmal holen; es geht dort weiter, wo es aufhörte.</translation>
    </message>
    <message>
        <source>“%1” is the original photo</source>
        <translation>„%1“ ist das Originalfoto</translation>
    </message>
    <message>
        <source>Kerf never writes over an original.</source>
        <translation>Kerf überschreibt nie ein Original.</translation>
    </message>
    <message>
        <source>Choose another name or folder for the export.</source>
        <translation>Einen anderen Namen oder Ordner für den Export wählen.</translation>
    </message>
</context>
<context>
    <name>FileDialogs</name>
    <message>
        <source>PNG (*.png)</source>
        <translation>PNG (*.png)</translation>
    </message>
    <message>
        <source>TIFF (*.tif *.tiff)</source>
        <translation>TIFF (*.tif *.tiff)</translation>
    </message>
    <message>
        <source>WebP (*.webp)</source>
        <translation>WebP (*.webp)</translation>
    </message>
    <message>
        <source>JPEG, no transparency (*.jpg *.jpeg)</source>
        <translation>JPEG, ohne Transparenz (*.jpg *.jpeg)</translation>
    </message>
    <message>
        <source>Photos (%1)</source>
        <translation>Fotos (%1)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Add photos</source>
        <translation>Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Choose a picture</source>
        <translation>Ein Bild wählen</translation>
    </message>
    <message>
        <source>Add a folder of photos</source>
        <translation>Einen Ordner mit Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export all photos into this folder</source>
        <translation>Alle Fotos in diesen Ordner exportieren</translation>
    </message>
    <message>
        <source>Export here</source>
        <translation>Hierhin exportieren</translation>
    </message>
    <message>
        <source>Import recipes</source>
        <translation>Rezepte importieren</translation>
    </message>
    <message>
        <source>Recipes (*.json)</source>
        <translation>Rezepte (*.json)</translation>
    </message>
    <message>
        <source>Export recipe</source>
        <translation>Rezept exportieren</translation>
    </message>
    <message>
        <source>Import models</source>
        <translation>Modelle importieren</translation>
    </message>
    <message>
        <source>Weights (*.safetensors *.pth *.pt *.ckpt *.param *.bin)</source>
        <translation>Gewichte (*.safetensors *.pth *.pt *.ckpt *.param *.bin)</translation>
    </message>
</context>
<context>
    <name>HelpDialogs</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>Arbeitsfläche</translation>
    </message>
    <message>
        <source>Zoom at the cursor</source>
        <translation>Am Zeiger zoomen</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>Mausrad</translation>
    </message>
    <message>
        <source>Move the photo</source>
        <translation>Das Foto verschieben</translation>
    </message>
    <message>
        <source>Drag, arrows</source>
        <translation>Ziehen, Pfeiltasten</translation>
    </message>
    <message>
        <source>Filmstrip</source>
        <translation>Filmstreifen</translation>
    </message>
    <message>
        <source>Photo before, next photo</source>
        <translation>Voriges, nächstes Foto</translation>
    </message>
    <message>
        <source>Left, Right</source>
        <translation>Links, Rechts</translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>Cut-out</source>
        <translation>Freigestellt</translation>
    </message>
    <message>
        <source>On white</source>
        <translation>Auf Weiß</translation>
    </message>
    <message>
        <source>Clean-up only</source>
        <translation>Nur Bereinigung</translation>
    </message>
    <message>
        <source>Pet portrait, black and white</source>
        <translation>Tierporträt, schwarzweiß</translation>
    </message>
    <message>
        <source>High key, black and white</source>
        <translation>High Key, schwarzweiß</translation>
    </message>
    <message>
        <source>Low key, black and white</source>
        <translation>Low Key, schwarzweiß</translation>
    </message>
    <message>
        <source>Shop, white square</source>
        <translation>Shop, weißes Quadrat</translation>
    </message>
    <message>
        <source>Studio, soft shadow</source>
        <translation>Studio, weicher Schatten</translation>
    </message>
    <message>
        <source>Blurred background</source>
        <translation>Unscharfer Hintergrund</translation>
    </message>
</context>
<context>
    <name>Probe</name>
    <message>
        <source> (%1 bit)</source>
        <translation> (%1 Bit)</translation>
    </message>
</context>
<context>
    <name>ProbeReadout</name>
    <message>
        <source>%1 bit</source>
        <translation>%1 Bit</translation>
    </message>
    <message>
        <source>x</source>
        <translation>x</translation>
    </message>
    <message>
        <source>y</source>
        <translation>y</translation>
    </message>
    <message>
        <source>R</source>
        <translation>R</translation>
    </message>
    <message>
        <source>G</source>
        <translation>G</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>α</source>
        <translation>α</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Tiefe</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Matte</source>
        <translation>Maske</translation>
    </message>
</context>
<context>
    <name>Runs</name>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>alpha</source>
        <translation>Alpha</translation>
    </message>
    <message>
        <source>no alpha</source>
        <translation>kein Alpha</translation>
    </message>
    <message>
        <source>no profile</source>
        <translation>kein Profil</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1 bits</source>
        <translation>%1 Bit</translation>
    </message>
    <message>
        <source>other EXIF</source>
        <translation>andere EXIF-Daten</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>MAE</source>
        <translation>MAE</translation>
    </message>
    <message>
        <source>SAD</source>
        <translation>SAD</translation>
    </message>
    <message>
        <source>MSE</source>
        <translation>MSE</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>Gradient</translation>
    </message>
    <message>
        <source>Connectivity</source>
        <translation>Zusammenhang</translation>
    </message>
    <message>
        <source>IoU</source>
        <translation>IoU</translation>
    </message>
    <message>
        <source>Boundary</source>
        <translation>Rand</translation>
    </message>
    <message>
        <source>Boundary 95 %</source>
        <translation>Rand 95 %</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Colour 95 %</source>
        <translation>Farbe 95 %</translation>
    </message>
    <message>
        <source>How much changed: the larger of the alpha’s mean difference in per cent and the mean colour difference</source>
        <translation>Wie viel sich geändert hat: der größere Wert aus mittlerem Unterschied des Alphas in Prozent und mittlerem Farbunterschied</translation>
    </message>
    <message>
        <source>Mean absolute difference of the alphas, 0 to 1</source>
        <translation>Mittlerer absoluter Unterschied der Alphas, 0 bis 1</translation>
    </message>
    <message>
        <source>Sum of the absolute differences of the alphas, in thousands</source>
        <translation>Summe der absoluten Unterschiede der Alphas, in Tausend</translation>
    </message>
    <message>
        <source>Mean squared difference of the alphas</source>
        <translation>Mittlerer quadratischer Unterschied der Alphas</translation>
    </message>
    <message>
        <source>Difference of the alphas’ gradients, in thousands: hair and other fine edges</source>
        <translation>Unterschied der Gradienten der Alphas, in Tausend: Haare und andere feine Kanten</translation>
    </message>
    <message>
        <source>Pieces that hang together in one alpha only, in thousands of pixels</source>
        <translation>Teile, die nur in einem Alpha zusammenhängen, in Tausend Pixeln</translation>
    </message>
    <message>
        <source>Overlap of what is at least half opaque: 1 is the same, 0 is none</source>
        <translation>Überdeckung dessen, was mindestens halb deckt: 1 ist gleich, 0 ist keine</translation>
    </message>
    <message>
        <source>Mean distance between the contours at half alpha, in pixels</source>
        <translation>Mittlerer Abstand der Umrisse bei halbem Alpha, in Pixeln</translation>
    </message>
    <message>
        <source>Distance between the contours that 95 % of them don’t exceed, in pixels</source>
        <translation>Abstand der Umrisse, den 95 % nicht überschreiten, in Pixeln</translation>
    </message>
    <message>
        <source>Mean colour difference (CIEDE2000) where both are seen; 1 is just visible side by side</source>
        <translation>Mittlerer Farbunterschied (CIEDE2000), wo beide zu sehen sind; 1 ist nebeneinander gerade sichtbar</translation>
    </message>
    <message>
        <source>Colour difference that 95 % don’t exceed</source>
        <translation>Farbunterschied, den 95 % nicht überschreiten</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Missing in B</source>
        <translation>Fehlt in B</translation>
    </message>
    <message>
        <source>Extra in B</source>
        <translation>Nur in B</translation>
    </message>
    <message>
        <source>Another shape</source>
        <translation>Andere Form</translation>
    </message>
    <message>
        <source>The same file</source>
        <translation>Dieselbe Datei</translation>
    </message>
    <message>
        <source>renamed from %1</source>
        <translation>umbenannt von %1</translation>
    </message>
    <message>
        <source>; </source>
        <translation>; </translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>The pictures have other proportions (%1 and %2), so nothing was measured.</source>
        <translation>Die Bilder haben andere Seitenverhältnisse (%1 und %2), daher wurde nichts gemessen.</translation>
    </message>
</context>
<context>
    <name>TriageText</name>
    <message>
        <source>&lt; %1 %</source>
        <translation>&lt; %1 %</translation>
    </message>
    <message>
        <source>&gt; %1 %</source>
        <translation>&gt; %1 %</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
    <message>
        <source>%1×</source>
        <translation>%1×</translation>
    </message>
    <message>
        <source>1 level</source>
        <translation>1 Stufe</translation>
    </message>
    <message>
        <source>%1 levels</source>
        <translation>%1 Stufen</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>×</source>
        <translation>×</translation>
    </message>
    <message>
        <source> levels</source>
        <translation> Stufen</translation>
    </message>
    <message>
        <source>Hardly any subject</source>
        <translation>Kaum Motiv</translation>
    </message>
    <message>
        <source>Hardly anything cut away</source>
        <translation>Kaum etwas weggeschnitten</translation>
    </message>
    <message>
        <source>Much of the matte is undecided</source>
        <translation>Viel der Maske ist unentschieden</translation>
    </message>
    <message>
        <source>Haze left of the background</source>
        <translation>Dunst vom Hintergrund</translation>
    </message>
    <message>
        <source>Wide, blurry edge</source>
        <translation>Breite, verwaschene Kante</translation>
    </message>
    <message>
        <source>Hard edge without smoothing</source>
        <translation>Harte Kante ohne Glättung</translation>
    </message>
    <message>
        <source>Softness inside the subject</source>
        <translation>Weichheit im Motiv</translation>
    </message>
    <message>
        <source>Holes in the subject</source>
        <translation>Löcher im Motiv</translation>
    </message>
    <message>
        <source>Pieces apart from the subject</source>
        <translation>Stücke abseits des Motivs</translation>
    </message>
    <message>
        <source>Faint remains</source>
        <translation>Schwache Reste</translation>
    </message>
    <message>
        <source>Touches the left side</source>
        <translation>Berührt den linken Rand</translation>
    </message>
    <message>
        <source>Touches the top</source>
        <translation>Berührt den oberen Rand</translation>
    </message>
    <message>
        <source>Touches the right side</source>
        <translation>Berührt den rechten Rand</translation>
    </message>
    <message>
        <source>Touches the bottom</source>
        <translation>Berührt den unteren Rand</translation>
    </message>
    <message>
        <source>Coarse mask</source>
        <translation>Grobe Maske</translation>
    </message>
    <message>
        <source>Colours or exposure drifted</source>
        <translation>Farben oder Belichtung sind verschoben</translation>
    </message>
    <message>
        <source>The result is shifted</source>
        <translation>Das Ergebnis ist verschoben</translation>
    </message>
    <message>
        <source>Another colour profile</source>
        <translation>Ein anderes Farbprofil</translation>
    </message>
    <message>
        <source>Detail was removed with the noise</source>
        <translation>Mit dem Rauschen gingen Details verloren</translation>
    </message>
    <message>
        <source>Seams between tiles</source>
        <translation>Nähte zwischen Kacheln</translation>
    </message>
    <message>
        <source>%1, at least %2 expected</source>
        <translation>%1, mindestens %2 erwartet</translation>
    </message>
    <message>
        <source>%1 (limit %2), the largest %3</source>
        <translation>%1 (Grenze %2), das größte %3</translation>
    </message>
    <message>
        <source>along %1 of it, limit %2</source>
        <translation>entlang %1 davon, Grenze %2</translation>
    </message>
    <message>
        <source>1 mask pixel = %1 image pixels, limit %2</source>
        <translation>1 Maskenpixel = %1 Bildpixel, Grenze %2</translation>
    </message>
    <message>
        <source>the result names another one than the photo</source>
        <translation>das Ergebnis nennt ein anderes als das Foto</translation>
    </message>
    <message>
        <source>%1, limit %2</source>
        <translation>%1, Grenze %2</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Vermerk</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Hole</source>
        <translation>Loch</translation>
    </message>
    <message>
        <source>Piece apart</source>
        <translation>Einzelnes Stück</translation>
    </message>
    <message>
        <source>Soft inside</source>
        <translation>Innen weich</translation>
    </message>
    <message>
        <source>Least coverage</source>
        <translation>Geringste Abdeckung</translation>
    </message>
    <message>
        <source>Most coverage</source>
        <translation>Höchste Abdeckung</translation>
    </message>
    <message>
        <source>Undecided share</source>
        <translation>Unentschiedener Anteil</translation>
    </message>
    <message>
        <source>Haze</source>
        <translation>Dunst</translation>
    </message>
    <message>
        <source>Edge width</source>
        <translation>Kantenbreite</translation>
    </message>
    <message>
        <source>Least edge width</source>
        <translation>Geringste Kantenbreite</translation>
    </message>
    <message>
        <source>Inside from</source>
        <translation>Innen ab</translation>
    </message>
    <message>
        <source>Softness inside</source>
        <translation>Weichheit innen</translation>
    </message>
    <message>
        <source>Smallest place</source>
        <translation>Kleinste Stelle</translation>
    </message>
    <message>
        <source>Holes</source>
        <translation>Löcher</translation>
    </message>
    <message>
        <source>Pieces apart</source>
        <translation>Einzelne Stücke</translation>
    </message>
    <message>
        <source>Frame contact</source>
        <translation>Randberührung</translation>
    </message>
    <message>
        <source>Mask coarseness</source>
        <translation>Grobheit der Maske</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>Verschiebung</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Versatz</translation>
    </message>
    <message>
        <source>Detail removed</source>
        <translation>Details entfernt</translation>
    </message>
    <message>
        <source>Seams</source>
        <translation>Nähte</translation>
    </message>
    <message>
        <source>Flag a matte that covers less of the picture</source>
        <translation>Eine Maske melden, die weniger des Bildes bedeckt</translation>
    </message>
    <message>
        <source>Flag a matte that covers more of the picture</source>
        <translation>Eine Maske melden, die mehr des Bildes bedeckt</translation>
    </message>
    <message>
        <source>Flag when more pixels are neither 0 nor 1</source>
        <translation>Melden, wenn mehr Pixel weder 0 noch 1 sind</translation>
    </message>
    <message>
        <source>Flag when more pixels are barely above 0 (up to 0.05)</source>
        <translation>Melden, wenn mehr Pixel kaum über 0 liegen (bis 0,05)</translation>
    </message>
    <message>
        <source>Flag when a tenth of the edge is wider than this (5 % to 95 %)</source>
        <translation>Melden, wenn ein Zehntel der Kante breiter ist (5 % bis 95 %)</translation>
    </message>
    <message>
        <source>Flag when half of the edge is narrower than this</source>
        <translation>Melden, wenn die Hälfte der Kante schmaler ist</translation>
    </message>
    <message>
        <source>Softness counts as inside when it is further than this from any pixel that is 0</source>
        <translation>Weichheit gilt als innen, wenn sie weiter als dies von jedem Pixel mit 0 liegt</translation>
    </message>
    <message>
        <source>Flag when more of the picture is soft inside the subject</source>
        <translation>Melden, wenn mehr des Bildes im Motiv weich ist</translation>
    </message>
    <message>
        <source>Leave smaller holes, pieces, remains and soft places out</source>
        <translation>Kleinere Löcher, Stücke, Reste und weiche Stellen auslassen</translation>
    </message>
    <message>
        <source>Flag when there are more holes</source>
        <translation>Melden, wenn es mehr Löcher gibt</translation>
    </message>
    <message>
        <source>Flag when there are more pieces apart from the subject</source>
        <translation>Melden, wenn es mehr Stücke abseits des Motivs gibt</translation>
    </message>
    <message>
        <source>Flag when there are more faint patches apart from the subject</source>
        <translation>Melden, wenn es mehr schwache Flecken abseits des Motivs gibt</translation>
    </message>
    <message>
        <source>Flag when the subject runs along more of a side</source>
        <translation>Melden, wenn das Motiv mehr einer Seite berührt</translation>
    </message>
    <message>
        <source>Flag when one pixel of the engine&apos;s mask became more pixels of the result&apos;s side</source>
        <translation>Melden, wenn ein Pixel der Maske des Verfahrens zu mehr Pixeln Seitenlänge im Ergebnis wurde</translation>
    </message>
    <message>
        <source>Flag when a colour&apos;s mean moved by more 8-bit levels</source>
        <translation>Melden, wenn das Mittel einer Farbe um mehr 8-Bit-Stufen wanderte</translation>
    </message>
    <message>
        <source>Flag when the result lies further from where the photo is</source>
        <translation>Melden, wenn das Ergebnis weiter vom Ort des Fotos abliegt</translation>
    </message>
    <message>
        <source>Flag when so much more was removed at edges than in flat parts</source>
        <translation>Melden, wenn an Kanten so viel mehr entfernt wurde als in Flächen</translation>
    </message>
    <message>
        <source>Flag when a tile&apos;s border stands out so much more than what is beside it</source>
        <translation>Melden, wenn der Rand einer Kachel so viel mehr hervortritt als das daneben</translation>
    </message>
</context>
<context>
    <name>kerf::ui::AboutDialog</name>
    <message>
        <source>About Kerf</source>
        <translation>Über Kerf</translation>
    </message>
    <message>
        <source>Kerf %1</source>
        <translation>Kerf %1</translation>
    </message>
    <message>
        <source>Cleans photos up and cuts their subject out, on this computer. Nothing leaves it.
MIT licence. Binaries contain Exiv2 and are therefore under the GPL, version 2 or later.</source>
        <translation>Bereinigt Fotos und stellt ihr Motiv frei, auf diesem Rechner. Nichts verlässt ihn.
MIT-Lizenz. Programme enthalten Exiv2 und stehen daher unter der GPL, Version 2 oder später.</translation>
    </message>
    <message>
        <source>Libraries and models</source>
        <translation>Bibliotheken und Modelle</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Gilt für</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>Bibliotheken</translation>
    </message>
    <message>
        <source>Installed models</source>
        <translation>Installierte Modelle</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy versions and licences, for a report</source>
        <translation>Versionen und Lizenzen kopieren, für eine Meldung</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Masks; comes with Kerf, has a licence of its own</source>
        <translation>Masken; gehört zu Kerf, hat eine eigene Lizenz</translation>
    </message>
</context>
<context>
    <name>kerf::ui::AlphaBar</name>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choose the background picture</source>
        <translation>Das Hintergrundbild wählen</translation>
    </message>
    <message>
        <source>Background picture: %1</source>
        <translation>Hintergrundbild: %1</translation>
    </message>
    <message>
        <source>Choose a picture to put behind the cut-out</source>
        <translation>Ein Bild wählen, das hinter das Freigestellte kommt</translation>
    </message>
    <message>
        <source>Choose another picture than “%1” to put behind the cut-out</source>
        <translation>Ein anderes Bild als „%1“ hinter das Freigestellte wählen</translation>
    </message>
    <message>
        <source>Alpha view</source>
        <translation>Alpha-Ansicht</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>Verstärkung</translation>
    </message>
    <message>
        <source>Makes what is shown brighter. The view only: the result stays as it is</source>
        <translation>Macht das Gezeigte heller. Nur die Ansicht: das Ergebnis bleibt, wie es ist</translation>
    </message>
    <message>
        <source> ×</source>
        <translation> ×</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>Gamma</translation>
    </message>
    <message>
        <source>Above 1 lifts what is dark, below 1 what is bright is told apart. The view only: the result stays as it is</source>
        <translation>Über 1 hellt Dunkles auf, unter 1 wird Helles unterscheidbar. Nur die Ansicht: das Ergebnis bleibt, wie es ist</translation>
    </message>
    <message>
        <source>Reset this view</source>
        <translation>Diese Ansicht zurücksetzen</translation>
    </message>
    <message>
        <source>Set what belongs to this view back to its defaults</source>
        <translation>Was zu dieser Ansicht gehört, auf die Vorgaben zurücksetzen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>How large the checkerboard&apos;s squares are on the screen</source>
        <translation>Wie groß die Felder des Schachbretts auf dem Bildschirm sind</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>How far apart the checkerboard&apos;s two colours are: at 100 % as chosen</source>
        <translation>Wie weit die beiden Farben des Schachbretts auseinanderliegen: bei 100 % wie gewählt</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>The checkerboard&apos;s first colour</source>
        <translation>Die erste Farbe des Schachbretts</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>The checkerboard&apos;s second colour</source>
        <translation>Die zweite Farbe des Schachbretts</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>The colour behind the cut-out</source>
        <translation>Die Farbe hinter dem Freigestellten</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Oben</translation>
    </message>
    <message>
        <source>The gradient&apos;s colour at the photo&apos;s top</source>
        <translation>Die Farbe des Verlaufs am oberen Rand des Fotos</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>Unten</translation>
    </message>
    <message>
        <source>The gradient&apos;s colour at the photo&apos;s bottom</source>
        <translation>Die Farbe des Verlaufs am unteren Rand des Fotos</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Overlay colour</source>
        <translation>Farbe der Überlagerung</translation>
    </message>
    <message>
        <source>What the cut-away part is tinted with</source>
        <translation>Womit das Weggeschnittene getönt wird</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source>How much the tint covers what is fully cut away</source>
        <translation>Wie sehr die Tönung bedeckt, was ganz weggeschnitten ist</translation>
    </message>
    <message>
        <source>Dim</source>
        <translation>Abgedunkelt</translation>
    </message>
    <message>
        <source>How dark it gets where the matte is exactly 0 or 1</source>
        <translation>Wie dunkel es wird, wo die Maske genau 0 oder 1 ist</translation>
    </message>
</context>
<context>
    <name>kerf::ui::AlphaHistogram</name>
    <message>
        <source>1 k</source>
        <comment>thousand pixels, short</comment>
        <translation>1 k</translation>
    </message>
    <message>
        <source>1 M</source>
        <comment>million pixels, short</comment>
        <translation>1 M</translation>
    </message>
    <message>
        <source>1 G</source>
        <comment>thousand million pixels, short</comment>
        <translation>1 G</translation>
    </message>
    <message>
        <source>Alpha histogram</source>
        <translation>Alpha-Histogramm</translation>
    </message>
    <message>
        <source>%1 are exactly 0, %2 between, %3 exactly 1.</source>
        <translation>%1 sind genau 0, %2 dazwischen, %3 genau 1.</translation>
    </message>
    <message>
        <source>Exactly 0: %1 pixels</source>
        <translation>Genau 0: %1 Pixel</translation>
    </message>
    <message>
        <source>Exactly 1: %1 pixels</source>
        <translation>Genau 1: %1 Pixel</translation>
    </message>
    <message>
        <source>α %1 (%2 of 255): %3 pixels</source>
        <translation>α %1 (%2 von 255): %3 Pixel</translation>
    </message>
</context>
<context>
    <name>kerf::ui::BackgroundSection</name>
    <message>
        <source>Background</source>
        <translation>Hintergrund</translation>
    </message>
    <message>
        <source>What lies behind the subject</source>
        <translation>Was hinter dem Motiv liegt</translation>
    </message>
    <message>
        <source>Transparent</source>
        <translation>Transparent</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Behind</source>
        <translation>Dahinter</translation>
    </message>
    <message>
        <source>Blur</source>
        <translation>Unschärfe</translation>
    </message>
    <message>
        <source>How soft the photo behind the subject gets, as a share of the picture&apos;s shorter side</source>
        <translation>Wie unscharf das Foto hinter dem Motiv wird, als Anteil der kürzeren Bildseite</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Nothing: the picture keeps its alpha</source>
        <translation>Nichts: Das Bild behält sein Alpha</translation>
    </message>
    <message>
        <source>One even colour</source>
        <translation>Eine einheitliche Farbe</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>From one colour to another, in a direction</source>
        <translation>Von einer Farbe zur anderen, in einer Richtung</translation>
    </message>
    <message>
        <source>Round gradient</source>
        <translation>Runder Verlauf</translation>
    </message>
    <message>
        <source>From one colour in the middle to another in the corners</source>
        <translation>Von einer Farbe in der Mitte zu einer anderen in den Ecken</translation>
    </message>
    <message>
        <source>A picture of yours</source>
        <translation>Ein eigenes Bild</translation>
    </message>
    <message>
        <source>Blurred photo</source>
        <translation>Unscharfes Foto</translation>
    </message>
    <message>
        <source>The photo&apos;s own background, out of focus; nothing of the subject shows in it</source>
        <translation>Der eigene Hintergrund des Fotos, unscharf; vom Motiv ist darin nichts zu sehen</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Choose another picture</source>
        <translation>Ein anderes Bild wählen</translation>
    </message>
    <message>
        <source>%1 – choose another picture</source>
        <translation>%1 – ein anderes Bild wählen</translation>
    </message>
    <message>
        <source>Background picture: %1</source>
        <translation>Hintergrundbild: %1</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>How a picture of another shape fills the background</source>
        <translation>Wie ein Bild anderer Form den Hintergrund füllt</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>Füllen</translation>
    </message>
    <message>
        <source>Cut off where it is too long</source>
        <translation>Abgeschnitten, wo es zu lang ist</translation>
    </message>
    <message>
        <source>Whole</source>
        <translation>Ganz</translation>
    </message>
    <message>
        <source>All of it, on a colour</source>
        <translation>Vollständig, auf einer Farbe</translation>
    </message>
    <message>
        <source>The background&apos;s colour, or where a gradient starts</source>
        <translation>Die Farbe des Hintergrunds, oder der Anfang eines Verlaufs</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>The colour that the gradient ends in</source>
        <translation>Die Farbe, in der der Verlauf endet</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Richtung</translation>
    </message>
    <message>
        <source>Where the gradient goes to: 90° is to the right, 180° down</source>
        <translation>Wohin der Verlauf geht: 90° ist nach rechts, 180° nach unten</translation>
    </message>
    <message>
        <source>°</source>
        <translation>°</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
</context>
<context>
    <name>kerf::ui::Banner</name>
    <message>
        <source>Act on this message</source>
        <translation>Dieser Meldung folgen</translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Dismiss (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
</context>
<context>
    <name>kerf::ui::BatchDesk</name>
    <message>
        <source>Show the batch</source>
        <translation>Den Stapel zeigen</translation>
    </message>
    <message>
        <source>1 photo added</source>
        <translation>1 Foto hinzugefügt</translation>
    </message>
    <message>
        <source>%1 photos added</source>
        <translation>%1 Fotos hinzugefügt</translation>
    </message>
    <message>
        <source>1 duplicate</source>
        <translation>1 Dublette</translation>
    </message>
    <message>
        <source>%1 duplicates</source>
        <translation>%1 Dubletten</translation>
    </message>
    <message>
        <source>%1 unsupported</source>
        <translation>%1 nicht unterstützt</translation>
    </message>
    <message>
        <source>%1 not found</source>
        <translation>%1 nicht gefunden</translation>
    </message>
    <message>
        <source>%1 not readable</source>
        <translation>%1 nicht lesbar</translation>
    </message>
    <message>
        <source>Check its name and permissions: %1</source>
        <translation>Namen und Rechte prüfen: %1</translation>
    </message>
    <message>
        <source>There is no photo in what was chosen</source>
        <translation>In der Auswahl ist kein Foto</translation>
    </message>
    <message>
        <source>“%1” is taken</source>
        <translation>„%1“ ist belegt</translation>
    </message>
    <message>
        <source>Batch finished</source>
        <translation>Stapel fertig</translation>
    </message>
    <message>
        <source>Batch finished, 1 photo failed</source>
        <translation>Stapel fertig, 1 Foto gescheitert</translation>
    </message>
    <message>
        <source>Batch finished, %1 photos failed</source>
        <translation>Stapel fertig, %1 Fotos gescheitert</translation>
    </message>
    <message>
        <source>%1 of %2 photos are in “%3”.</source>
        <translation>%1 von %2 Fotos sind in „%3“.</translation>
    </message>
    <message>
        <source>Batch: looking for photos</source>
        <translation>Stapel: Suche nach Fotos</translation>
    </message>
    <message>
        <source>Batch: %1 of %2</source>
        <translation>Stapel: %1 von %2</translation>
    </message>
    <message>
        <source>%1, %2 failed</source>
        <translation>%1, %2 gescheitert</translation>
    </message>
    <message>
        <source>%1, paused</source>
        <translation>%1, angehalten</translation>
    </message>
    <message>
        <source>A batch of photos is under way</source>
        <translation>Ein Stapel Fotos ist in Arbeit</translation>
    </message>
    <message>
        <source>A batch is unfinished: %1 of %2 photos</source>
        <translation>Ein Stapel ist unfertig: %1 von %2 Fotos</translation>
    </message>
    <message>
        <source>It was left in “%1”. What is done is not done again.</source>
        <translation>Er liegt in „%1“. Was fertig ist, wird nicht noch einmal gemacht.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>A batch is under way: %1 of %2 photos</source>
        <translation>Ein Stapel ist in Arbeit: %1 von %2 Fotos</translation>
    </message>
    <message>
        <source>Closing Kerf stops it. What is done stays, and the next start offers to continue.</source>
        <translation>Wird Kerf geschlossen, hält er an. Was fertig ist, bleibt, und der nächste Start bietet an, ihn fortzusetzen.</translation>
    </message>
    <message>
        <source>Close Kerf</source>
        <translation>Kerf schließen</translation>
    </message>
    <message>
        <source>Keep working</source>
        <translation>Weiterarbeiten</translation>
    </message>
</context>
<context>
    <name>kerf::ui::BatchForm</name>
    <message>
        <source>as deep as the photo</source>
        <translation>so tief wie das Foto</translation>
    </message>
    <message>
        <source>%1 bit</source>
        <translation>%1 Bit</translation>
    </message>
    <message>
        <source>PNG, %1</source>
        <translation>PNG, %1</translation>
    </message>
    <message>
        <source>TIFF, %1</source>
        <translation>TIFF, %1</translation>
    </message>
    <message>
        <source>JPEG, quality %1</source>
        <translation>JPEG, Qualität %1</translation>
    </message>
    <message>
        <source>WebP, quality %1</source>
        <translation>WebP, Qualität %1</translation>
    </message>
    <message>
        <source>A batch makes files of many photos while you go on working. It survives a crash and a power cut, and one bad photo never stops the others.</source>
        <translation>Ein Stapel macht aus vielen Fotos Dateien, während man weiterarbeitet. Er übersteht Absturz und Stromausfall, und ein schlechtes Foto hält die anderen nie auf.</translation>
    </message>
    <message>
        <source>New batch</source>
        <translation>Neuer Stapel</translation>
    </message>
    <message>
        <source>Start batch</source>
        <translation>Stapel starten</translation>
    </message>
    <message>
        <source>Begin with these photos</source>
        <translation>Mit diesen Fotos beginnen</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>The photos of the filmstrip</source>
        <translation>Die Fotos des Filmstreifens</translation>
    </message>
    <message>
        <source>Below a folder every photo keeps its place: the tree is made anew</source>
        <translation>Unter einem Ordner behält jedes Foto seinen Platz: Der Baum entsteht neu</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Add all photos in a folder and below</source>
        <translation>Alle Fotos eines Ordners und seiner Unterordner aufnehmen</translation>
    </message>
    <message>
        <source>Add photos…</source>
        <translation>Fotos hinzufügen…</translation>
    </message>
    <message>
        <source>Add single photos</source>
        <translation>Einzelne Fotos aufnehmen</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Name none of these any more</source>
        <translation>Nichts davon mehr nennen</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>Ordner für die Ergebnisse</translation>
    </message>
    <message>
        <source>Choose where the results go</source>
        <translation>Wählen, wohin die Ergebnisse kommen</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choose the folder for the results</source>
        <translation>Den Ordner für die Ergebnisse wählen</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>What is done to every photo</source>
        <translation>Was mit jedem Foto geschieht</translation>
    </message>
    <message>
        <source>As in the window</source>
        <translation>Wie im Fenster</translation>
    </message>
    <message>
        <source>&amp;Recipe</source>
        <translation>&amp;Rezept</translation>
    </message>
    <message>
        <source>Where a file is there already</source>
        <translation>Wenn eine Datei schon da ist</translation>
    </message>
    <message>
        <source>What happens where a file of the same name is there already</source>
        <translation>Was geschieht, wenn eine Datei gleichen Namens schon da ist</translation>
    </message>
    <message>
        <source>Save under a new name</source>
        <translation>Unter neuem Namen speichern</translation>
    </message>
    <message>
        <source>Leave it, skip the photo</source>
        <translation>Lassen, Foto überspringen</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>If a file &amp;exists</source>
        <translation>Wenn sie schon da &amp;ist</translation>
    </message>
    <message>
        <source>Files: %1. Format, names and metadata are those under Export in the recipe panel.</source>
        <translation>Dateien: %1. Format, Namen und Metadaten sind die unter Export in der Rezeptleiste.</translation>
    </message>
    <message>
        <source>An unfinished batch is in “%1”</source>
        <translation>Ein unfertiger Stapel ist in „%1“</translation>
    </message>
    <message>
        <source>%1 of %2 photos have been dealt with. What is done is not done again.
%3</source>
        <translation>%1 von %2 Fotos sind erledigt. Was fertig ist, wird nicht noch einmal gemacht.
%3</translation>
    </message>
    <message>
        <source>Continue it</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Don&apos;t offer it again</source>
        <translation>Nicht mehr anbieten</translation>
    </message>
    <message>
        <source>The photos in the window: none yet</source>
        <translation>Die Fotos im Fenster: noch keine</translation>
    </message>
    <message>
        <source>The photo in the window</source>
        <translation>Das Foto im Fenster</translation>
    </message>
    <message>
        <source>The %1 photos in the window</source>
        <translation>Die %1 Fotos im Fenster</translation>
    </message>
    <message>
        <source>Folders and photos of your choice</source>
        <translation>Ordner und Fotos nach Wahl</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>Drop folders and photos here, or add them.</source>
        <translation>Ordner und Fotos hierher ziehen oder hinzufügen.</translation>
    </message>
    <message>
        <source>%1 of them carry boxes, hints or brush strokes. A batch goes by the recipe alone; Export all in the window keeps what is drawn.</source>
        <translation>%1 davon tragen Rahmen, Hinweise oder Pinselstriche. Ein Stapel geht nur nach dem Rezept; „Alle exportieren“ im Fenster behält, was gezeichnet ist.</translation>
    </message>
    <message>
        <source>Choose the folder for the results first</source>
        <translation>Zuerst den Ordner für die Ergebnisse wählen</translation>
    </message>
</context>
<context>
    <name>kerf::ui::BatchHeader</name>
    <message>
        <source>Looking for photos…</source>
        <translation>Suche nach Fotos…</translation>
    </message>
    <message>
        <source>Finished, 1 photo failed</source>
        <translation>Fertig, 1 Foto gescheitert</translation>
    </message>
    <message>
        <source>Finished, %1 photos failed</source>
        <translation>Fertig, %1 Fotos gescheitert</translation>
    </message>
    <message>
        <source>Finished, %1 cancelled</source>
        <translation>Fertig, %1 abgebrochen</translation>
    </message>
    <message>
        <source>Finished: all photos are done</source>
        <translation>Fertig: alle Fotos sind gemacht</translation>
    </message>
    <message>
        <source>%1 of %2 photos</source>
        <translation>%1 von %2 Fotos</translation>
    </message>
    <message>
        <source>Waiting for room on the disk: %1</source>
        <translation>Wartet auf Platz auf der Platte: %1</translation>
    </message>
    <message>
        <source>Paused: %1</source>
        <translation>Angehalten: %1</translation>
    </message>
    <message>
        <source>Progress of the batch</source>
        <translation>Fortschritt des Stapels</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>noch etwa %1</translation>
    </message>
    <message>
        <source>the processor</source>
        <translation>dem Prozessor</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 photos a minute</source>
        <translation>%1 Fotos je Minute</translation>
    </message>
    <message>
        <source>computed on %1</source>
        <translation>gerechnet auf %1</translation>
    </message>
    <message>
        <source>looking for more photos…</source>
        <translation>Suche nach weiteren Fotos…</translation>
    </message>
    <message>
        <source>Into %1</source>
        <translation>Nach %1</translation>
    </message>
</context>
<context>
    <name>kerf::ui::BatchModel</name>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Übersprungen</translation>
    </message>
    <message>
        <source>A file of this name was there already; it was left as it is.</source>
        <translation>Eine Datei dieses Namens war schon da; sie blieb, wie sie ist.</translation>
    </message>
    <message>
        <source>Done before; the files are there and unchanged.</source>
        <translation>Schon früher gemacht; die Dateien sind da und unverändert.</translation>
    </message>
    <message>
        <source>%1 % · %2</source>
        <translation>%1 % · %2</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>becomes %1</source>
        <translation>wird %1</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Progress, time</source>
        <translation>Fortschritt, Zeit</translation>
    </message>
    <message>
        <source>Engines</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>What to know</source>
        <translation>Wissenswertes</translation>
    </message>
</context>
<context>
    <name>kerf::ui::BatchQueue</name>
    <message>
        <source>Filter by name, folder or reason</source>
        <translation>Nach Name, Ordner oder Grund filtern</translation>
    </message>
    <message>
        <source>Name, folder, reason</source>
        <translation>Name, Ordner, Grund</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Finish the photos under way, then wait</source>
        <translation>Die Fotos in Arbeit beenden, dann warten</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Run the failed photos once more</source>
        <translation>Die gescheiterten Fotos noch einmal ausführen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Leave the selected photos out, or all that are left</source>
        <translation>Die gewählten Fotos weglassen, oder alle übrigen</translation>
    </message>
    <message>
        <source>Do first</source>
        <translation>Zuerst</translation>
    </message>
    <message>
        <source>Do the selected photos before all others that wait</source>
        <translation>Die gewählten Fotos vor allen anderen wartenden machen</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Hinauf</translation>
    </message>
    <message>
        <source>Do the selected photos one place earlier (Alt+Up)</source>
        <translation>Die gewählten Fotos einen Platz früher machen (Alt+Hinauf)</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Hinunter</translation>
    </message>
    <message>
        <source>Do the selected photos one place later (Alt+Down)</source>
        <translation>Die gewählten Fotos einen Platz später machen (Alt+Hinunter)</translation>
    </message>
    <message>
        <source>Show in window</source>
        <translation>Im Fenster zeigen</translation>
    </message>
    <message>
        <source>Compare the result with its photo (Enter)</source>
        <translation>Das Ergebnis mit seinem Foto vergleichen (Eingabe)</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Show the results in the file manager</source>
        <translation>Die Ergebnisse im Dateimanager zeigen</translation>
    </message>
    <message>
        <source>New batch…</source>
        <translation>Neuer Stapel…</translation>
    </message>
    <message>
        <source>Choose photos for another batch</source>
        <translation>Fotos für einen weiteren Stapel wählen</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>state, count</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Show these photos alone</source>
        <translation>Nur diese Fotos zeigen</translation>
    </message>
    <message>
        <source>Show all photos</source>
        <translation>Alle Fotos zeigen</translation>
    </message>
    <message>
        <source>The disk is full: some %1 are needed</source>
        <translation>Die Platte ist voll: etwa %1 werden gebraucht</translation>
    </message>
    <message>
        <source>The batch is waiting</source>
        <translation>Der Stapel wartet</translation>
    </message>
    <message>
        <source>%1 Nothing is lost, and the batch goes on by itself once there is room.</source>
        <translation>%1 Nichts ist verloren, und der Stapel geht von selbst weiter, sobald Platz ist.</translation>
    </message>
    <message>
        <source>Cancel the photo that is left?</source>
        <translation>Das übrige Foto abbrechen?</translation>
    </message>
    <message>
        <source>Cancel the %1 photos that are left?</source>
        <translation>Die übrigen %1 Fotos abbrechen?</translation>
    </message>
    <message>
        <source>What is done stays. Cancelled photos can be tried again.</source>
        <translation>Was fertig ist, bleibt. Abgebrochene Fotos können noch einmal versucht werden.</translation>
    </message>
    <message>
        <source>Cancel them</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Keep on</source>
        <translation>Weitermachen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weitermachen</translation>
    </message>
    <message>
        <source>Cancel all…</source>
        <translation>Alle abbrechen…</translation>
    </message>
    <message>
        <source>Cancel selected</source>
        <translation>Gewählte abbrechen</translation>
    </message>
    <message>
        <source>Try selected again</source>
        <translation>Gewählte noch einmal</translation>
    </message>
    <message>
        <source>Try failed again</source>
        <translation>Gescheiterte noch einmal</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>Stop looking</source>
        <translation>Suche beenden</translation>
    </message>
</context>
<context>
    <name>kerf::ui::BatchView</name>
    <message>
        <source>Photos of the batch</source>
        <translation>Fotos des Stapels</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
</context>
<context>
    <name>kerf::ui::BatchWindow</name>
    <message>
        <source>Batch</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>%1 % · Batch</source>
        <translation>%1 % · Stapel</translation>
    </message>
</context>
<context>
    <name>kerf::ui::BrushBar</name>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Paint the subject in (hold Alt to remove)</source>
        <translation>Das Motiv hineinmalen (Alt halten: wegnehmen)</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Paint the subject away (hold Alt to add)</source>
        <translation>Das Motiv wegmalen (Alt halten: hinzufügen)</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Paint back what the mask engine found</source>
        <translation>Zurückmalen, was das Maskenverfahren fand</translation>
    </message>
    <message>
        <source>Hints:</source>
        <translation>Hinweise:</translation>
    </message>
    <message>
        <source>Lines that tell the mask engine what is what; it looks again at the next run</source>
        <translation>Linien, die dem Maskenverfahren sagen, was was ist; beim nächsten Ausführen sieht es neu hin</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Motiv</translation>
    </message>
    <message>
        <source>Draw over the subject, then run again: the mask engine keeps what you marked</source>
        <translation>Das Motiv überstreichen, dann noch einmal ausführen: das Maskenverfahren behält das Markierte</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>Hintergrund</translation>
    </message>
    <message>
        <source>Draw over the background, then run again: the mask engine cuts away what you marked</source>
        <translation>Den Hintergrund überstreichen, dann noch einmal ausführen: das Maskenverfahren schneidet das Markierte weg</translation>
    </message>
    <message>
        <source>%1, as a number</source>
        <translation>%1, als Zahl</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Diameter of the brush in pixels of the photo ([ and ])</source>
        <translation>Durchmesser des Pinsels in Pixeln des Fotos ([ und ])</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Hardness</source>
        <translation>Härte</translation>
    </message>
    <message>
        <source>How far from its middle the brush paints in full (Shift+[ and ])</source>
        <translation>Wie weit von der Mitte der Pinsel voll malt (Umschalt+[ und ])</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Uncertain pixels only</source>
        <translation>Nur unsichere Pixel</translation>
    </message>
    <message>
        <source>Leaves alone what the mask engine was sure of: the brush can&apos;t spoil the rest of the picture</source>
        <translation>Lässt in Ruhe, wessen das Maskenverfahren sicher war: der Pinsel kann den Rest des Bildes nicht verderben</translation>
    </message>
    <message>
        <source>Follow edges</source>
        <translation>Kanten folgen</translation>
    </message>
    <message>
        <source>Keeps to what looks like the picture under the middle of the brush</source>
        <translation>Bleibt bei dem, was aussieht wie das Bild unter der Pinselmitte</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Put the brush away</source>
        <translation>Den Pinsel weglegen</translation>
    </message>
    <message>
        <source>Put the brush away (Esc)</source>
        <translation>Den Pinsel weglegen (Esc)</translation>
    </message>
    <message>
        <source>Clear hints (%1)</source>
        <translation>Hinweise löschen (%1)</translation>
    </message>
    <message>
        <source>Clear strokes (%1)</source>
        <translation>Striche löschen (%1)</translation>
    </message>
    <message>
        <source>Take all hints off this photo</source>
        <translation>Alle Hinweise von diesem Foto nehmen</translation>
    </message>
    <message>
        <source>Take all brush strokes off this photo</source>
        <translation>Alle Pinselstriche von diesem Foto nehmen</translation>
    </message>
</context>
<context>
    <name>kerf::ui::Canvas</name>
    <message>
        <source>%2 minus %1, × %3</source>
        <translation>%2 minus %1, × %3</translation>
    </message>
    <message>
        <source>Difference of %1 and %2, × %3</source>
        <translation>Differenz von %1 und %2, × %3</translation>
    </message>
    <message>
        <source>%1, over it %2 at %3 %</source>
        <translation>%1, darüber %2 mit %3 %</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>The photo before and after. Arrow keys scroll, Shift with Left and Right moves the divider, Shift with Up and Down turns it. With the subject tool Enter draws a box, Ctrl with the arrow keys moves it, Ctrl and Shift sizes it, Delete clears it.</source>
        <translation>Das Foto vorher und nachher. Pfeiltasten verschieben, Umschalt mit Links und Rechts bewegt den Teiler, Umschalt mit Auf und Ab dreht ihn. Mit dem Motivwerkzeug zieht Eingabe einen Rahmen, Strg mit den Pfeiltasten bewegt ihn, Strg und Umschalt ändert seine Größe, Entf löscht ihn.</translation>
    </message>
</context>
<context>
    <name>kerf::ui::CheckForm</name>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>The photo and its result as ever</source>
        <translation>Das Foto und sein Ergebnis wie sonst</translation>
    </message>
    <message>
        <source>Made small again, less the photo</source>
        <translation>Wieder verkleinert, minus das Foto</translation>
    </message>
    <message>
        <source>What the clean-up changed, at the photo&apos;s size; grey where nothing</source>
        <translation>Was die Bereinigung änderte, in der Größe des Fotos; grau, wo nichts</translation>
    </message>
    <message>
        <source>What was removed</source>
        <translation>Was entfernt wurde</translation>
    </message>
    <message>
        <source>Noise alone looks even; outlines in it are detail that was lost</source>
        <translation>Rauschen allein sieht gleichmäßig aus; Umrisse darin sind verlorene Details</translation>
    </message>
    <message>
        <source>Steps between pixels</source>
        <translation>Stufen zwischen Pixeln</translation>
    </message>
    <message>
        <source>Tile borders that show are lines along the grid</source>
        <translation>Kachelränder, die sich zeigen, sind Linien entlang des Gitters</translation>
    </message>
    <message>
        <source>%1×</source>
        <translation>%1×</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Lay this over the photo on the canvas</source>
        <translation>Dies über das Foto auf der Arbeitsfläche legen</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>Verstärkung</translation>
    </message>
    <message>
        <source>How many times stronger differences are drawn</source>
        <translation>Wie vielfach stärker Unterschiede gezeichnet werden</translation>
    </message>
    <message>
        <source>%1 · gain %2</source>
        <translation>%1 · Verstärkung %2</translation>
    </message>
    <message>
        <source>Mean difference</source>
        <translation>Mittlerer Unterschied</translation>
    </message>
    <message>
        <source>Of the result, made as small as the photo, from the photo; in 8-bit levels</source>
        <translation>Des Ergebnisses, so klein wie das Foto gemacht, vom Foto; in 8-Bit-Stufen</translation>
    </message>
    <message>
        <source>Largest difference</source>
        <translation>Größter Unterschied</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>Verschiebung</translation>
    </message>
    <message>
        <source>By how much the mean of the colour moved that moved most: exposure or profile</source>
        <translation>Um wie viel das Mittel der Farbe wanderte, die am weitesten wanderte: Belichtung oder Profil</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Versatz</translation>
    </message>
    <message>
        <source>%1, %2 px</source>
        <translation>%1, %2 px</translation>
    </message>
    <message>
        <source>To the right and downwards, in pixels of the photo</source>
        <translation>Nach rechts und nach unten, in Pixeln des Fotos</translation>
    </message>
    <message>
        <source>Colour profile</source>
        <translation>Farbprofil</translation>
    </message>
    <message>
        <source>another</source>
        <translation>ein anderes</translation>
    </message>
    <message>
        <source>the photo&apos;s</source>
        <translation>die des Fotos</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>Entfernt</translation>
    </message>
    <message>
        <source>Root mean square of what was removed</source>
        <translation>Quadratisches Mittel des Entfernten</translation>
    </message>
    <message>
        <source>At edges over flat parts</source>
        <translation>An Kanten gegen Flächen</translation>
    </message>
    <message>
        <source>1 where only noise was removed; more where detail went with it</source>
        <translation>1, wo nur Rauschen entfernt wurde; mehr, wo Details mitgingen</translation>
    </message>
    <message>
        <source>Worst seam of %1</source>
        <translation>Schlimmste Naht von %1</translation>
    </message>
    <message>
        <source>How much the tile border at x = %1 stands out</source>
        <translation>Wie sehr der Kachelrand bei x = %1 hervortritt</translation>
    </message>
    <message>
        <source>How much the tile border at y = %1 stands out</source>
        <translation>Wie sehr der Kachelrand bei y = %1 hervortritt</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft…</translation>
    </message>
    <message>
        <source>The clean-up was off, so there is nothing to check.</source>
        <translation>Die Bereinigung war aus, also gibt es nichts zu prüfen.</translation>
    </message>
    <message>
        <source>Run the photo to check its result.</source>
        <translation>Das Foto ausführen, um sein Ergebnis zu prüfen.</translation>
    </message>
</context>
<context>
    <name>kerf::ui::CleanupSection</name>
    <message>
        <source>Clean-up</source>
        <translation>Bereinigung</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>100 % cleans fully; less brings the photo&apos;s own texture back</source>
        <translation>100 % bereinigt ganz; weniger bringt die eigene Textur des Fotos zurück</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>What removes noise and blemishes</source>
        <translation>Was Rauschen und Makel entfernt</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>The best engine that is there; the result says which one it was.</source>
        <translation>Das beste vorhandene Verfahren; das Ergebnis sagt, welches es war.</translation>
    </message>
    <message>
        <source>Real-ESRGAN ×2</source>
        <translation>Real-ESRGAN ×2</translation>
    </message>
    <message>
        <source>A neural network that restores detail and doubles the size.</source>
        <translation>Ein neuronales Netz, das Details wiederherstellt und die Größe verdoppelt.</translation>
    </message>
    <message>
        <source>Denoise (NLM)</source>
        <translation>Entrauschen (NLM)</translation>
    </message>
    <message>
        <source>Non-local means: removes noise by averaging similar patches. Its strength follows the photo&apos;s noise.</source>
        <translation>Non-local means: entfernt Rauschen durch Mitteln ähnlicher Stellen. Die Stärke folgt dem Rauschen des Fotos.</translation>
    </message>
    <message>
        <source>Denoise (NLM, OpenCV)</source>
        <translation>Entrauschen (NLM, OpenCV)</translation>
    </message>
    <message>
        <source>OpenCV&apos;s own non-local means with its usual values. Slower; for those who need that exact result.</source>
        <translation>OpenCVs eigenes Verfahren mit seinen üblichen Werten. Langsamer; für alle, die genau dieses Ergebnis brauchen.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>The photo&apos;s pixels stay as they are.</source>
        <translation>Die Pixel des Fotos bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>The network that cleans up, of those that are installed</source>
        <translation>Das Netz, das bereinigt, von den installierten</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>The denoiser&apos;s strength from the photo&apos;s noise</source>
        <translation>Die Stärke des Entrauschers aus dem Rauschen des Fotos</translation>
    </message>
    <message>
        <source>The denoiser&apos;s strength, h, in 8-bit levels</source>
        <translation>Die Stärke des Entrauschers, h, in 8-Bit-Stufen</translation>
    </message>
    <message>
        <source>Denoise h</source>
        <translation>Entrauschen h</translation>
    </message>
    <message>
        <source>How strongly non-local means averages; the photo&apos;s own noise tells best</source>
        <translation>Wie stark Non-local means mittelt; am besten sagt es das Rauschen des Fotos</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>How large the clean photo is</source>
        <translation>Wie groß das bereinigte Foto ist</translation>
    </message>
    <message>
        <source>Twice the size by a network, the photo&apos;s own by the denoiser</source>
        <translation>Die doppelte Größe durch ein Netz, die des Fotos durch den Entrauscher</translation>
    </message>
    <message>
        <source>×1</source>
        <translation>×1</translation>
    </message>
    <message>
        <source>As large as the photo</source>
        <translation>So groß wie das Foto</translation>
    </message>
    <message>
        <source>×2</source>
        <translation>×2</translation>
    </message>
    <message>
        <source>Twice as wide and high</source>
        <translation>Doppelt so breit und hoch</translation>
    </message>
    <message>
        <source>×4</source>
        <translation>×4</translation>
    </message>
    <message>
        <source>Four times as wide and high</source>
        <translation>Viermal so breit und hoch</translation>
    </message>
    <message>
        <source>Tiles</source>
        <translation>Kacheln</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>The photo goes through the network in tiles: larger ones take more memory</source>
        <translation>Das Foto geht in Kacheln durch das Netz: größere brauchen mehr Arbeitsspeicher</translation>
    </message>
    <message>
        <source>Borders</source>
        <translation>Ränder</translation>
    </message>
    <message>
        <source>How the tiles are put together</source>
        <translation>Wie die Kacheln zusammengesetzt werden</translation>
    </message>
    <message>
        <source>Blended</source>
        <translation>Überblendet</translation>
    </message>
    <message>
        <source>Tiles overlap and their borders are blended</source>
        <translation>Kacheln überlappen, und ihre Ränder werden überblendet</translation>
    </message>
    <message>
        <source>As ai-forever</source>
        <translation>Wie ai-forever</translation>
    </message>
    <message>
        <source>Tiles of 192 pixels as ai-forever&apos;s own program cuts them, for the same bytes</source>
        <translation>Kacheln von 192 Pixeln, wie das Programm von ai-forever sie schneidet, für dieselben Bytes</translation>
    </message>
</context>
<context>
    <name>kerf::ui::ColorButton</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>kerf::ui::CompareBar</name>
    <message>
        <source>Signed</source>
        <translation>Mit Vorzeichen</translation>
    </message>
    <message>
        <source>Picture A</source>
        <translation>Bild A</translation>
    </message>
    <message>
        <source>Picture B</source>
        <translation>Bild B</translation>
    </message>
    <message>
        <source>What A is: left of the divider, the first of two</source>
        <translation>Was A ist: links vom Teiler, das erste von zweien</translation>
    </message>
    <message>
        <source>What B is: right of the divider, the second of two</source>
        <translation>Was B ist: rechts vom Teiler, das zweite von zweien</translation>
    </message>
    <message>
        <source>Swap A and B</source>
        <translation>A und B tauschen</translation>
    </message>
    <message>
        <source>°</source>
        <translation>°</translation>
    </message>
    <message>
        <source>Angle of the divider</source>
        <translation>Winkel des Teilers</translation>
    </message>
    <message>
        <source>How far the divider is turned; drag its small knob, hold Ctrl while dragging it, or press Shift with Up or Down on the canvas</source>
        <translation>Wie weit der Teiler gedreht ist; seinen kleinen Knopf ziehen, beim Ziehen Strg halten oder auf der Arbeitsfläche Umschalt mit Auf oder Ab drücken</translation>
    </message>
    <message>
        <source>× </source>
        <translation>× </translation>
    </message>
    <message>
        <source>Gain of the difference</source>
        <translation>Verstärkung der Differenz</translation>
    </message>
    <message>
        <source>How much the difference is enlarged</source>
        <translation>Wie stark die Differenz verstärkt wird</translation>
    </message>
    <message>
        <source>Signed difference</source>
        <translation>Differenz mit Vorzeichen</translation>
    </message>
    <message>
        <source>Grey where A and B agree, lighter where B is lighter, darker where it is darker</source>
        <translation>Grau, wo A und B gleich sind, heller, wo B heller, dunkler, wo es dunkler ist</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Opacity of B</source>
        <translation>Deckkraft von B</translation>
    </message>
    <message>
        <source>How much of B is seen over A</source>
        <translation>Wie viel von B über A zu sehen ist</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>Winkel</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>Verstärkung</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Clean-up</source>
        <translation>Bereinigung</translation>
    </message>
    <message>
        <source>Cut-out</source>
        <translation>Freigestellt</translation>
    </message>
    <message>
        <source>Black and white</source>
        <translation>Schwarzweiß</translation>
    </message>
    <message>
        <source>Another file…</source>
        <translation>Andere Datei…</translation>
    </message>
    <message>
        <source>Its own alpha</source>
        <translation>Eigene Transparenz</translation>
    </message>
    <message>
        <source>As exported</source>
        <translation>Wie exportiert</translation>
    </message>
</context>
<context>
    <name>kerf::ui::CompareDesk</name>
    <message>
        <source>%1 (another shape: stretched)</source>
        <translation>%1 (andere Form: gestreckt)</translation>
    </message>
</context>
<context>
    <name>kerf::ui::DropZone</name>
    <message>
        <source>Drop photos here</source>
        <translation>Fotos hier ablegen</translation>
    </message>
    <message>
        <source>Add photos…</source>
        <translation>Fotos hinzufügen…</translation>
    </message>
    <message>
        <source>Add photos</source>
        <translation>Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Choose photos on this computer</source>
        <translation>Fotos auf diesem Rechner wählen</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Einen Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>Einen Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Add all photos in a folder and below</source>
        <translation>Alle Fotos eines Ordners und seiner Unterordner aufnehmen</translation>
    </message>
    <message>
        <source>JPEG · PNG · TIFF · WebP · HEIC · AVIF · camera RAW</source>
        <translation>JPEG · PNG · TIFF · WebP · HEIC · AVIF · Kamera-RAW</translation>
    </message>
    <message>
        <source>Looking for photos…</source>
        <translation>Suche nach Fotos…</translation>
    </message>
    <message>
        <source>Let go to add them</source>
        <translation>Loslassen, um sie hinzuzufügen</translation>
    </message>
    <message>
        <source>They join the photos that are already open.</source>
        <translation>Sie kommen zu den Fotos, die schon offen sind.</translation>
    </message>
    <message>
        <source>Files or whole folders. Kerf cleans them up and cuts the subject out,
on this computer: nothing leaves it.</source>
        <translation>Dateien oder ganze Ordner. Kerf bereinigt sie und stellt das Motiv frei,
auf diesem Rechner: nichts verlässt ihn.</translation>
    </message>
</context>
<context>
    <name>kerf::ui::EdgeSection</name>
    <message>
        <source>Edges</source>
        <translation>Kanten</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Schwarz</translation>
    </message>
    <message>
        <source>Alpha up to this level becomes fully transparent: clears a faint veil</source>
        <translation>Alpha bis zu dieser Stufe wird voll transparent: nimmt einen schwachen Schleier weg</translation>
    </message>
    <message>
        <source>White</source>
        <translation>Weiß</translation>
    </message>
    <message>
        <source>Alpha from this level on becomes fully opaque: closes a thin subject</source>
        <translation>Alpha ab dieser Stufe wird voll deckend: schließt ein dünnes Motiv</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>Gamma</translation>
    </message>
    <message>
        <source>Above 1 makes soft edges more opaque, below 1 more transparent</source>
        <translation>Über 1 macht weiche Kanten deckender, unter 1 durchsichtiger</translation>
    </message>
    <message>
        <source>Grow</source>
        <translation>Wachsen</translation>
    </message>
    <message>
        <source>Moves the edge outwards; below 0 inwards, which removes a fringe</source>
        <translation>Schiebt die Kante nach außen; unter 0 nach innen, was einen Saum entfernt</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>Weiche Kante</translation>
    </message>
    <message>
        <source>How far to each side the edge is softened</source>
        <translation>Wie weit die Kante nach jeder Seite weich wird</translation>
    </message>
    <message>
        <source>%1, as a number</source>
        <translation>%1, als Zahl</translation>
    </message>
</context>
<context>
    <name>kerf::ui::EditDesk</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>Wiederholen: %1</translation>
    </message>
    <message>
        <source>The earlier edits of “%1” could not be read</source>
        <translation>Die früheren Bearbeitungen von „%1“ waren nicht lesbar</translation>
    </message>
    <message>
        <source>The edits of “%1” could not be kept</source>
        <translation>Die Bearbeitungen von „%1“ konnten nicht aufgehoben werden</translation>
    </message>
    <message>
        <source>They hold until Kerf is closed. %1</source>
        <translation>Sie gelten, bis Kerf geschlossen wird. %1</translation>
    </message>
    <message>
        <source>The kept edits could not all be removed</source>
        <translation>Die aufbewahrten Bearbeitungen ließen sich nicht alle entfernen</translation>
    </message>
    <message>
        <source>Clear box</source>
        <translation>Rahmen löschen</translation>
    </message>
    <message>
        <source>Change box</source>
        <translation>Rahmen ändern</translation>
    </message>
    <message>
        <source>Draw box</source>
        <translation>Rahmen ziehen</translation>
    </message>
    <message>
        <source>The mask engine was sure of every pixel here: switch “Uncertain pixels only” off to paint.</source>
        <translation>Das Maskenverfahren war sich hier jedes Pixels sicher: „Nur unsichere Pixel“ ausschalten, um zu malen.</translation>
    </message>
    <message>
        <source>Add stroke</source>
        <translation>Strich hinzufügen</translation>
    </message>
    <message>
        <source>Remove stroke</source>
        <translation>Wegnehmender Strich</translation>
    </message>
    <message>
        <source>Restore stroke</source>
        <translation>Wiederherstellender Strich</translation>
    </message>
    <message>
        <source>Subject hint</source>
        <translation>Hinweis auf Motiv</translation>
    </message>
    <message>
        <source>Background hint</source>
        <translation>Hinweis auf Hintergrund</translation>
    </message>
    <message>
        <source>Run again, and the mask engine takes the hints into account.</source>
        <translation>Noch einmal ausführen, dann beachtet das Maskenverfahren die Hinweise.</translation>
    </message>
    <message>
        <source>Clear hints</source>
        <translation>Hinweise löschen</translation>
    </message>
    <message>
        <source>Clear strokes</source>
        <translation>Striche löschen</translation>
    </message>
</context>
<context>
    <name>kerf::ui::EditHistory</name>
    <message>
        <source>Clean-up engine</source>
        <translation>Bereinigungsverfahren</translation>
    </message>
    <message>
        <source>Clean-up strength</source>
        <translation>Stärke der Bereinigung</translation>
    </message>
    <message>
        <source>Mask engine</source>
        <translation>Maskenverfahren</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>Hintergrund</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Ausarbeitung</translation>
    </message>
    <message>
        <source>Levels</source>
        <translation>Stufen</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>Gamma</translation>
    </message>
    <message>
        <source>Shrink or grow</source>
        <translation>Schrumpfen oder wachsen</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>Weiche Kante</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
</context>
<context>
    <name>kerf::ui::ExportDesk</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>“%1” in %2</source>
        <translation>„%1“ in %2</translation>
    </message>
    <message>
        <source>The first one is “%1” in %2. The answer is for all of them.</source>
        <translation>Die erste ist „%1“ in %2. Die Antwort gilt für alle.</translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation>Beide behalten</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Skip these</source>
        <translation>Diese überspringen</translation>
    </message>
    <message>
        <source>Export nothing</source>
        <translation>Nichts exportieren</translation>
    </message>
    <message>
        <source>A file of this name is there already</source>
        <translation>Eine Datei dieses Namens ist schon vorhanden</translation>
    </message>
    <message>
        <source>%1 files are there already</source>
        <translation>%1 Dateien sind schon vorhanden</translation>
    </message>
</context>
<context>
    <name>kerf::ui::ExportPanel</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>PNG</source>
        <translation>PNG</translation>
    </message>
    <message>
        <source>TIFF</source>
        <translation>TIFF</translation>
    </message>
    <message>
        <source>WebP</source>
        <translation>WebP</translation>
    </message>
    <message>
        <source>JPEG (no transparency)</source>
        <translation>JPEG (ohne Transparenz)</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>The kind of file</source>
        <translation>Die Art der Datei</translation>
    </message>
    <message>
        <source>As the photo</source>
        <translation>Wie das Foto</translation>
    </message>
    <message>
        <source>8 bit</source>
        <translation>8 Bit</translation>
    </message>
    <message>
        <source>16 bit</source>
        <translation>16 Bit</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Tiefe</translation>
    </message>
    <message>
        <source>Bits per colour; PNG and TIFF hold 16</source>
        <translation>Bit je Farbe; PNG und TIFF fassen 16</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>Metadaten</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Quality as a number</source>
        <translation>Qualität als Zahl</translation>
    </message>
    <message>
        <source>1 to 100; a WebP of 100 is lossless</source>
        <translation>1 bis 100; ein WebP mit 100 ist verlustfrei</translation>
    </message>
    <message>
        <source>sRGB (for the web)</source>
        <translation>sRGB (fürs Web)</translation>
    </message>
    <message>
        <source>Display P3</source>
        <translation>Display P3</translation>
    </message>
    <message>
        <source>Adobe RGB</source>
        <translation>Adobe RGB</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>The colour space that the file is written in; its ICC profile is always embedded</source>
        <translation>Der Farbraum, in dem die Datei geschrieben wird; sein ICC-Profil wird immer eingebettet</translation>
    </message>
    <message>
        <source>Keep all</source>
        <translation>Alles behalten</translation>
    </message>
    <message>
        <source>Without location</source>
        <translation>Ohne Ort</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>EXIF and XMP: camera data and descriptions. Without location leaves out the GPS position, place names and the camera maker&apos;s own notes, which can hold places.</source>
        <translation>EXIF und XMP: Kameradaten und Beschreibungen. „Ohne Ort“ lässt GPS-Position, Ortsnamen und die eigenen Notizen des Kameraherstellers weg, in denen Orte stehen können.</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>The cut-out, or what the finish made of it</source>
        <translation>Das Freigestellte, oder was die Veredelung daraus gemacht hat</translation>
    </message>
    <message>
        <source>Matte</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>The alpha as a grey picture, a file of its own</source>
        <translation>Das Alpha als graues Bild, eine eigene Datei</translation>
    </message>
    <message>
        <source>Clean-up</source>
        <translation>Bereinigung</translation>
    </message>
    <message>
        <source>The cleaned photo with its background, a file of its own</source>
        <translation>Das bereinigte Foto mit seinem Hintergrund, eine eigene Datei</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>What is written of each photo; several become several files</source>
        <translation>Was von jedem Foto geschrieben wird; mehrere werden mehrere Dateien</translation>
    </message>
    <message>
        <source>Template of the files&apos; names</source>
        <translation>Vorlage für die Namen der Dateien</translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Insert a part of the name</source>
        <translation>Einen Teil des Namens einfügen</translation>
    </message>
    <message>
        <source>Insert what the name shall tell</source>
        <translation>Einfügen, was der Name sagen soll</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>What the files are called: text, and parts in braces that each photo fills in</source>
        <translation>Wie die Dateien heißen: Text und Teile in geschweiften Klammern, die jedes Foto ausfüllt</translation>
    </message>
    <message>
        <source>Photo&apos;s name</source>
        <translation>Name des Fotos</translation>
    </message>
    <message>
        <source>Its folder&apos;s name</source>
        <translation>Name seines Ordners</translation>
    </message>
    <message>
        <source>Kind of picture (cutout, bw, matte, clean)</source>
        <translation>Art des Bildes (cutout, bw, matte, clean)</translation>
    </message>
    <message>
        <source>Counter (0001)</source>
        <translation>Zähler (0001)</translation>
    </message>
    <message>
        <source>Date taken</source>
        <translation>Aufnahmedatum</translation>
    </message>
    <message>
        <source>Date and time taken</source>
        <translation>Aufnahmedatum und -zeit</translation>
    </message>
    <message>
        <source>Width in pixels</source>
        <translation>Breite in Pixeln</translation>
    </message>
    <message>
        <source>Height in pixels</source>
        <translation>Höhe in Pixeln</translation>
    </message>
    <message>
        <source>Enlargement</source>
        <translation>Vergrößerung</translation>
    </message>
    <message>
        <source>Engines and models</source>
        <translation>Verfahren und Modelle</translation>
    </message>
    <message>
        <source>The first photo&apos;s file will be shown here</source>
        <translation>Hier erscheint die Datei des ersten Fotos</translation>
    </message>
    <message>
        <source>First file: %1</source>
        <translation>Erste Datei: %1</translation>
    </message>
    <message>
        <source>Ask once for all</source>
        <translation>Einmal für alle fragen</translation>
    </message>
    <message>
        <source>Keep both, with a number</source>
        <translation>Beide behalten, mit Nummer</translation>
    </message>
    <message>
        <source>Skip the photo</source>
        <translation>Foto überspringen</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>If it exists</source>
        <translation>Wenn vorhanden</translation>
    </message>
    <message>
        <source>What happens where a file of that name is there already. A photo itself is never written over.</source>
        <translation>Was geschieht, wenn es eine Datei dieses Namens schon gibt. Ein Foto selbst wird nie überschrieben.</translation>
    </message>
    <message>
        <source>Write how it was made</source>
        <translation>Festhalten, wie es entstand</translation>
    </message>
    <message>
        <source>Sidecar</source>
        <translation>Begleitdatei</translation>
    </message>
    <message>
        <source>A small file beside the result (NAME.kerf.json) with recipe, models and versions, from which kerf-cli replay makes the same bytes again. It holds no folders&apos; names.</source>
        <translation>Eine kleine Datei neben dem Ergebnis (NAME.kerf.json) mit Rezept, Modellen und Versionen, aus der kerf-cli replay dieselben Bytes noch einmal erzeugt. Namen von Ordnern enthält sie nicht.</translation>
    </message>
</context>
<context>
    <name>kerf::ui::Filmstrip</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>The open photos with the state of each</source>
        <translation>Die offenen Fotos und der Stand eines jeden</translation>
    </message>
    <message>
        <source>No photo matches the filter.</source>
        <translation>Kein Foto passt zum Filter.</translation>
    </message>
</context>
<context>
    <name>kerf::ui::FilmstripBar</name>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Show the photos in this state only</source>
        <translation>Nur Fotos mit diesem Stand zeigen</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Show the photos with this verdict only</source>
        <translation>Nur Fotos mit diesem Urteil zeigen</translation>
    </message>
    <message>
        <source>Number of the matte</source>
        <translation>Zahl der Maske</translation>
    </message>
    <message>
        <source>Show the photos with such a number only; photos without a result have none</source>
        <translation>Nur Fotos mit einer solchen Zahl zeigen; Fotos ohne Ergebnis haben keine</translation>
    </message>
    <message>
        <source>Limit’s direction</source>
        <translation>Richtung der Grenze</translation>
    </message>
    <message>
        <source>Whether the limit is the least or the most</source>
        <translation>Ob die Grenze nach unten oder nach oben gilt</translation>
    </message>
    <message>
        <source>Any matte</source>
        <translation>Jede Maske</translation>
    </message>
    <message>
        <source>at least</source>
        <translation>mindestens</translation>
    </message>
    <message>
        <source>at most</source>
        <translation>höchstens</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>What the number is compared with</source>
        <translation>Womit die Zahl verglichen wird</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>What the filmstrip is sorted by</source>
        <translation>Wonach der Filmstreifen geordnet ist</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Show the photos with this in their name, reason or note</source>
        <translation>Fotos zeigen, die dies im Namen, Grund oder Vermerk haben</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Den Filter löschen</translation>
    </message>
    <message>
        <source>Any state</source>
        <translation>Jeder Stand</translation>
    </message>
    <message>
        <source>In work</source>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>Outdated</source>
        <translation>Veraltet</translation>
    </message>
    <message>
        <source>Any verdict</source>
        <translation>Jedes Urteil</translation>
    </message>
    <message>
        <source>Not judged</source>
        <translation>Nicht beurteilt</translation>
    </message>
    <message>
        <source>With a note</source>
        <translation>Mit Vermerk</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Take the filter away</source>
        <translation>Den Filter wegnehmen</translation>
    </message>
    <message>
        <source>As added</source>
        <translation>Wie hinzugefügt</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>Nach Name</translation>
    </message>
    <message>
        <source>By date</source>
        <translation>Nach Datum</translation>
    </message>
    <message>
        <source>By state</source>
        <translation>Nach Stand</translation>
    </message>
    <message>
        <source>By verdict</source>
        <translation>Nach Urteil</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>Abdeckung</translation>
    </message>
    <message>
        <source>Transparent</source>
        <translation>Transparent</translation>
    </message>
    <message>
        <source>Opaque</source>
        <translation>Deckend</translation>
    </message>
    <message>
        <source>In between</source>
        <translation>Dazwischen</translation>
    </message>
    <message>
        <source>Haze</source>
        <translation>Dunst</translation>
    </message>
    <message>
        <source>Soft inside</source>
        <translation>Innen weich</translation>
    </message>
    <message>
        <source>Edge, median</source>
        <translation>Kante, Median</translation>
    </message>
    <message>
        <source>Edge, 90 %</source>
        <translation>Kante, 90 %</translation>
    </message>
    <message>
        <source>Edge, widest</source>
        <translation>Kante, größte</translation>
    </message>
    <message>
        <source>Holes</source>
        <translation>Löcher</translation>
    </message>
    <message>
        <source>Islands</source>
        <translation>Inseln</translation>
    </message>
    <message>
        <source>Ghosts</source>
        <translation>Geister</translation>
    </message>
    <message>
        <source>Cut by frame</source>
        <translation>Vom Rand beschnitten</translation>
    </message>
    <message>
        <source>Mask scale</source>
        <translation>Maskenmaßstab</translation>
    </message>
    <message>
        <source>A number of the result’s matte</source>
        <translation>Eine Zahl der Maske des Ergebnisses</translation>
    </message>
    <message>
        <source>Descending</source>
        <translation>Absteigend</translation>
    </message>
    <message>
        <source>Ascending</source>
        <translation>Aufsteigend</translation>
    </message>
    <message>
        <source>Descending: turn the order round</source>
        <translation>Absteigend: die Reihenfolge umkehren</translation>
    </message>
    <message>
        <source>Ascending: turn the order round</source>
        <translation>Aufsteigend: die Reihenfolge umkehren</translation>
    </message>
    <message>
        <source>%1 of %2 shown</source>
        <translation>%1 von %2 gezeigt</translation>
    </message>
    <message>
        <source>%1 pass</source>
        <translation>%1 gut</translation>
    </message>
    <message>
        <source>%1 fail</source>
        <translation>%1 schlecht</translation>
    </message>
    <message>
        <source>%1 touch-up</source>
        <translation>%1 Nacharbeit</translation>
    </message>
    <message>
        <source>%1 not judged</source>
        <translation>%1 nicht beurteilt</translation>
    </message>
</context>
<context>
    <name>kerf::ui::FilmstripDesk</name>
    <message>
        <source>Preparing what you drag</source>
        <translation>Was gezogen wird, wird vorbereitet</translation>
    </message>
    <message>
        <source>Keep the button pressed; it comes along in a moment.</source>
        <translation>Die Taste gedrückt halten; gleich kommt es mit.</translation>
    </message>
</context>
<context>
    <name>kerf::ui::FinishSection</name>
    <message>
        <source>Plain</source>
        <translation>Schlicht</translation>
    </message>
    <message>
        <source>Pet portrait</source>
        <translation>Tierporträt</translation>
    </message>
    <message>
        <source>High key</source>
        <translation>High Key</translation>
    </message>
    <message>
        <source>Low key</source>
        <translation>Low Key</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Ausarbeitung</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Anmutung</translation>
    </message>
    <message>
        <source>What is made of the cut-out at the end</source>
        <translation>Was am Ende aus dem Freigestellten gemacht wird</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>The colours stay as they are</source>
        <translation>Die Farben bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>Black and white</source>
        <translation>Schwarzweiß</translation>
    </message>
    <message>
        <source>Enhanced black and white: exposure and contrast follow the subject, whatever is behind it</source>
        <translation>Schwarzweiß mit Sinn: Belichtung und Kontrast folgen dem Motiv, was auch dahinter ist</translation>
    </message>
    <message>
        <source>Own settings</source>
        <translation>Eigene Einstellungen</translation>
    </message>
    <message>
        <source>Settings that are none of the others</source>
        <translation>Einstellungen, die keine der anderen sind</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>Settings to start from</source>
        <translation>Einstellungen für den Anfang</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>How light each colour becomes</source>
        <translation>Wie hell jede Farbe wird</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>The mix that sets the subject best apart and keeps its detail</source>
        <translation>Die Mischung, die das Motiv am besten abhebt und seine Details behält</translation>
    </message>
    <message>
        <source>Own mix</source>
        <translation>Eigene Mischung</translation>
    </message>
    <message>
        <source>Shares of red, green and blue light, as with a filter before the lens</source>
        <translation>Anteile von rotem, grünem und blauem Licht, wie mit einem Filter vor dem Objektiv</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rot</translation>
    </message>
    <message>
        <source>The share of red light; 21 is as the eye sees it</source>
        <translation>Der Anteil roten Lichts; 21 ist, wie das Auge es sieht</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>The share of green light; 72 is as the eye sees it</source>
        <translation>Der Anteil grünen Lichts; 72 ist, wie das Auge es sieht</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>The share of blue light; 7 is as the eye sees it</source>
        <translation>Der Anteil blauen Lichts; 7 ist, wie das Auge es sieht</translation>
    </message>
    <message>
        <source>Blacks</source>
        <translation>Tiefen</translation>
    </message>
    <message>
        <source>How far the subject&apos;s darkest tones are pulled to black</source>
        <translation>Wie weit die dunkelsten Töne des Motivs zu Schwarz gezogen werden</translation>
    </message>
    <message>
        <source>Whites</source>
        <translation>Lichterspitzen</translation>
    </message>
    <message>
        <source>How far the subject&apos;s lightest tones are pulled to white</source>
        <translation>Wie weit die hellsten Töne des Motivs zu Weiß gezogen werden</translation>
    </message>
    <message>
        <source>Structure</source>
        <translation>Struktur</translation>
    </message>
    <message>
        <source>Contrast to what is near by: brings out fur, skin and cloth, and leaves noise alone</source>
        <translation>Kontrast zur Umgebung: arbeitet Fell, Haut und Stoff heraus und lässt Rauschen in Ruhe</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Lifts or lowers the midtones</source>
        <translation>Hebt oder senkt die Mitteltöne</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>Steeper or flatter midtones</source>
        <translation>Steilere oder flachere Mitteltöne</translation>
    </message>
    <message>
        <source>Shadows</source>
        <translation>Schatten</translation>
    </message>
    <message>
        <source>Opens or deepens the shadows</source>
        <translation>Öffnet oder vertieft die Schatten</translation>
    </message>
    <message>
        <source>Highlights</source>
        <translation>Lichter</translation>
    </message>
    <message>
        <source>Lifts or recovers the lightest tones</source>
        <translation>Hebt die hellsten Töne oder holt sie zurück</translation>
    </message>
    <message>
        <source>Behind</source>
        <translation>Dahinter</translation>
    </message>
    <message>
        <source>What becomes of all that isn&apos;t subject</source>
        <translation>Was aus allem wird, was nicht Motiv ist</translation>
    </message>
    <message>
        <source>Cut out</source>
        <translation>Freistellen</translation>
    </message>
    <message>
        <source>As the group “Background” says: transparent or a colour</source>
        <translation>Wie die Gruppe „Hintergrund“ sagt: transparent oder eine Farbe</translation>
    </message>
    <message>
        <source>The scene</source>
        <translation>Die Szene</translation>
    </message>
    <message>
        <source>In black and white as the subject</source>
        <translation>Schwarzweiß wie das Motiv</translation>
    </message>
    <message>
        <source>Dimmed</source>
        <translation>Abgedunkelt</translation>
    </message>
    <message>
        <source>The scene, darker than the subject</source>
        <translation>Die Szene, dunkler als das Motiv</translation>
    </message>
    <message>
        <source>White</source>
        <translation>Weiß</translation>
    </message>
    <message>
        <source>Pure white</source>
        <translation>Reines Weiß</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Schwarz</translation>
    </message>
    <message>
        <source>Pure black</source>
        <translation>Reines Schwarz</translation>
    </message>
    <message>
        <source>In colour</source>
        <translation>In Farbe</translation>
    </message>
    <message>
        <source>The scene keeps its colours; the subject loses them</source>
        <translation>Die Szene behält ihre Farben; das Motiv verliert sie</translation>
    </message>
    <message>
        <source>Dimming</source>
        <translation>Abdunkelung</translation>
    </message>
    <message>
        <source>How dark the scene behind the subject gets</source>
        <translation>Wie dunkel die Szene hinter dem Motiv wird</translation>
    </message>
    <message>
        <source>Vignette</source>
        <translation>Vignette</translation>
    </message>
    <message>
        <source>Darkens what is far from the subject; below 0 it lightens it</source>
        <translation>Dunkelt ab, was weit vom Motiv ist; unter 0 hellt es auf</translation>
    </message>
    <message>
        <source>Toning</source>
        <translation>Tonung</translation>
    </message>
    <message>
        <source>The tint of a print</source>
        <translation>Die Tönung eines Abzugs</translation>
    </message>
    <message>
        <source>Neutral</source>
        <translation>Neutral</translation>
    </message>
    <message>
        <source>Pure grey</source>
        <translation>Reines Grau</translation>
    </message>
    <message>
        <source>Selenium</source>
        <translation>Selen</translation>
    </message>
    <message>
        <source>Cool, aubergine shadows</source>
        <translation>Kühle, auberginefarbene Schatten</translation>
    </message>
    <message>
        <source>Sepia</source>
        <translation>Sepia</translation>
    </message>
    <message>
        <source>Warm brown</source>
        <translation>Warmes Braun</translation>
    </message>
    <message>
        <source>Tint</source>
        <translation>Tönung</translation>
    </message>
    <message>
        <source>How strong the tint is</source>
        <translation>Wie stark die Tönung ist</translation>
    </message>
    <message>
        <source>Grain</source>
        <translation>Korn</translation>
    </message>
    <message>
        <source>Film grain; the same each time</source>
        <translation>Filmkorn; jedes Mal dasselbe</translation>
    </message>
    <message>
        <source>Grain size</source>
        <translation>Korngröße</translation>
    </message>
    <message>
        <source>How coarse the grain is</source>
        <translation>Wie grob das Korn ist</translation>
    </message>
    <message>
        <source>Fine points</source>
        <translation>Feinheiten</translation>
    </message>
    <message>
        <source>Clipping</source>
        <translation>Beschnitt</translation>
    </message>
    <message>
        <source>Thousandths of the subject that may become pure black, and pure white</source>
        <translation>Tausendstel des Motivs, die reines Schwarz und reines Weiß werden dürfen</translation>
    </message>
    <message>
        <source>Grain seed</source>
        <translation>Kornzahl</translation>
    </message>
    <message>
        <source>Another number makes another pattern of grain</source>
        <translation>Eine andere Zahl macht ein anderes Kornmuster</translation>
    </message>
</context>
<context>
    <name>kerf::ui::FlagList</name>
    <message>
        <source>Flags</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1: %2, %3</translation>
    </message>
    <message>
        <source>%1. Click to see the largest place.</source>
        <translation>%1. Klicken, um die größte Stelle zu sehen.</translation>
    </message>
</context>
<context>
    <name>kerf::ui::FrameSection</name>
    <message>
        <source>Frame</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>Around</source>
        <translation>Um</translation>
    </message>
    <message>
        <source>What the exported picture is cut to</source>
        <translation>Worauf das exportierte Bild zugeschnitten wird</translation>
    </message>
    <message>
        <source>Whole photo</source>
        <translation>Ganzes Foto</translation>
    </message>
    <message>
        <source>All of the photo</source>
        <translation>Das ganze Foto</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Motiv</translation>
    </message>
    <message>
        <source>The subject as the matte has it; specks don&apos;t count</source>
        <translation>Das Motiv nach der Maske; Flecken zählen nicht</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Rand</translation>
    </message>
    <message>
        <source>Space on each side; per cent are of the finished picture&apos;s shorter side</source>
        <translation>Platz auf jeder Seite; Prozent beziehen sich auf die kürzere Seite des fertigen Bildes</translation>
    </message>
    <message>
        <source>Unit of the margin</source>
        <translation>Einheit des Rands</translation>
    </message>
    <message>
        <source>Per cent or pixels of the finished picture</source>
        <translation>Prozent oder Pixel des fertigen Bildes</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>px</source>
        <translation>px</translation>
    </message>
    <message>
        <source>As it comes</source>
        <translation>Wie es kommt</translation>
    </message>
    <message>
        <source>As large as what is framed and its margin</source>
        <translation>So groß wie das Gerahmte und sein Rand</translation>
    </message>
    <message>
        <source>Exact size</source>
        <translation>Genaue Größe</translation>
    </message>
    <message>
        <source>So many pixels; what is framed is scaled to fit</source>
        <translation>So viele Pixel; das Gerahmte wird passend skaliert</translation>
    </message>
    <message>
        <source>%1 : %2</source>
        <translation>%1 : %2</translation>
    </message>
    <message>
        <source>The smallest frame of this shape</source>
        <translation>Der kleinste Rahmen dieser Form</translation>
    </message>
    <message>
        <source>Own shape</source>
        <translation>Eigene Form</translation>
    </message>
    <message>
        <source>Any two numbers</source>
        <translation>Zwei beliebige Zahlen</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>The shape or the size of the exported picture</source>
        <translation>Form oder Größe des exportierten Bildes</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Width in pixels</source>
        <translation>Breite in Pixeln</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>Height in pixels</source>
        <translation>Höhe in Pixeln</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Width and height of the exported picture, in pixels</source>
        <translation>Breite und Höhe des exportierten Bildes in Pixeln</translation>
    </message>
    <message>
        <source>Across</source>
        <translation>Waagrecht</translation>
    </message>
    <message>
        <source>How wide, as a share of how high</source>
        <translation>Wie breit, im Verhältnis zur Höhe</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Senkrecht</translation>
    </message>
    <message>
        <source>How high, as a share of how wide</source>
        <translation>Wie hoch, im Verhältnis zur Breite</translation>
    </message>
    <message>
        <source>Sides</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>How wide the picture is to how high</source>
        <translation>Wie breit das Bild zu seiner Höhe ist</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lage</translation>
    </message>
    <message>
        <source>Where in the frame it stands, where there is room</source>
        <translation>Wo im Rahmen es steht, wenn Platz ist</translation>
    </message>
    <message>
        <source>Fine points</source>
        <translation>Feinheiten</translation>
    </message>
    <message>
        <source>From left</source>
        <translation>Von links</translation>
    </message>
    <message>
        <source>Per cent of the free width that lie left of it</source>
        <translation>Prozent der freien Breite, die links davon liegen</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>From top</source>
        <translation>Von oben</translation>
    </message>
    <message>
        <source>Per cent of the free height that lie above it</source>
        <translation>Prozent der freien Höhe, die darüber liegen</translation>
    </message>
</context>
<context>
    <name>kerf::ui::IntakeDesk</name>
    <message>
        <source>Kerf takes files that are on this computer</source>
        <translation>Kerf nimmt Dateien, die auf diesem Rechner liegen</translation>
    </message>
    <message>
        <source>It never connects to the network for a photo. Save the picture first, or copy the picture itself, and paste that.</source>
        <translation>Kerf verbindet sich nie mit dem Netz, um ein Foto zu holen. Das Bild erst speichern oder das Bild selbst kopieren und einfügen.</translation>
    </message>
    <message>
        <source>There is no picture to paste</source>
        <translation>Es gibt kein Bild zum Einfügen</translation>
    </message>
    <message>
        <source>Copy a picture, or photos and folders in the file manager, and paste again.</source>
        <translation>Ein Bild kopieren oder Fotos und Ordner in der Dateiverwaltung und noch einmal einfügen.</translation>
    </message>
    <message>
        <source>The picture could not be kept</source>
        <translation>Das Bild konnte nicht aufgehoben werden</translation>
    </message>
    <message>
        <source>There is no folder to save it in.</source>
        <translation>Es gibt keinen Ordner, um es zu speichern.</translation>
    </message>
    <message>
        <source>Pasted %1</source>
        <translation>%1 eingefügt</translation>
    </message>
    <message>
        <source>It is damaged, larger than 64 megapixels, or of a kind that Kerf does not read.</source>
        <translation>Es ist beschädigt, größer als 64 Megapixel oder von einer Art, die Kerf nicht liest.</translation>
    </message>
</context>
<context>
    <name>kerf::ui::JudgeDesk</name>
    <message>
        <source>Judge</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Your verdicts could not be saved</source>
        <translation>Die Urteile konnten nicht gespeichert werden</translation>
    </message>
    <message>
        <source>%1. They are kept in memory until Kerf is closed; make room or change the folder’s permissions.</source>
        <translation>%1. Sie bleiben im Arbeitsspeicher, bis Kerf geschlossen wird; Platz schaffen oder die Rechte des Ordners ändern.</translation>
    </message>
    <message>
        <source>The verdicts of earlier sittings could not be read</source>
        <translation>Die Urteile früherer Sitzungen waren nicht lesbar</translation>
    </message>
    <message>
        <source>The file is damaged and was set aside as judgements.json.damaged.</source>
        <translation>Die Datei ist beschädigt und wurde als judgements.json.damaged beiseitegelegt.</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Vermerk</translation>
    </message>
    <message>
        <source>Remove pin</source>
        <translation>Nadel entfernen</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Nadel</translation>
    </message>
    <message>
        <source>Clear verdict</source>
        <translation>Urteil löschen</translation>
    </message>
</context>
<context>
    <name>kerf::ui::JudgePanel</name>
    <message>
        <source>Pin to photo</source>
        <translation>Ans Foto heften</translation>
    </message>
    <message>
        <source>Remove pin</source>
        <translation>Nadel entfernen</translation>
    </message>
    <message>
        <source>Go on after a verdict</source>
        <translation>Nach einem Urteil weitergehen</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Show the next photo as soon as one has a verdict</source>
        <translation>Das nächste Foto zeigen, sobald eines ein Urteil hat</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Choose a reason or write one</source>
        <translation>Einen Grund wählen oder schreiben</translation>
    </message>
    <message>
        <source>Halo at the edge</source>
        <translation>Saum an der Kante</translation>
    </message>
    <message>
        <source>Background left in</source>
        <translation>Hintergrund geblieben</translation>
    </message>
    <message>
        <source>Subject cut into</source>
        <translation>Ins Motiv geschnitten</translation>
    </message>
    <message>
        <source>Hair or fur lost</source>
        <translation>Haar oder Fell verloren</translation>
    </message>
    <message>
        <source>Edge too hard</source>
        <translation>Kante zu hart</translation>
    </message>
    <message>
        <source>Edge too soft</source>
        <translation>Kante zu weich</translation>
    </message>
    <message>
        <source>Wrong subject</source>
        <translation>Falsches Motiv</translation>
    </message>
    <message>
        <source>Colours changed</source>
        <translation>Farben verändert</translation>
    </message>
    <message>
        <source>Detail smeared</source>
        <translation>Details verschmiert</translation>
    </message>
    <message>
        <source>Noise left</source>
        <translation>Rauschen geblieben</translation>
    </message>
    <message>
        <source>Seam or artefact</source>
        <translation>Naht oder Artefakt</translation>
    </message>
    <message>
        <source>Choose or write</source>
        <translation>Wählen oder schreiben</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Vermerk</translation>
    </message>
    <message>
        <source>What whoever works on this photo next should know</source>
        <translation>Was wissen sollte, wer als Nächster an diesem Foto arbeitet</translation>
    </message>
    <message>
        <source>A note for whoever works on it next</source>
        <translation>Ein Vermerk für den, der als Nächster daran arbeitet</translation>
    </message>
    <message>
        <source>Click on the place of the photo that the note is about</source>
        <translation>Auf die Stelle des Fotos klicken, um die es im Vermerk geht</translation>
    </message>
    <message>
        <source>Take the pin off the photo; the note stays</source>
        <translation>Die Nadel vom Foto nehmen; der Vermerk bleibt</translation>
    </message>
    <message>
        <source>Photos judged</source>
        <translation>Beurteilte Fotos</translation>
    </message>
    <message>
        <source>Move pin</source>
        <translation>Nadel versetzen</translation>
    </message>
    <message>
        <source>%1 of %2 judged</source>
        <translation>%1 von %2 beurteilt</translation>
    </message>
    <message>
        <source>%1 pass  ·  %2 fail  ·  %3 touch-up  ·  %4 not judged</source>
        <translation>%1 gut  ·  %2 schlecht  ·  %3 Nacharbeit  ·  %4 nicht beurteilt</translation>
    </message>
</context>
<context>
    <name>kerf::ui::LogModel</name>
    <message>
        <source>Detail</source>
        <translation>Einzelheit</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>Auskunft</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
</context>
<context>
    <name>kerf::ui::LogView</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Least level</source>
        <translation>Niedrigste Stufe</translation>
    </message>
    <message>
        <source>Show lines of this level and above</source>
        <translation>Zeilen ab dieser Stufe zeigen</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Information and above</source>
        <translation>Ab Auskunft</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Warnungen und Fehler</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Search the log</source>
        <translation>Das Protokoll durchsuchen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Show lines that hold this text</source>
        <translation>Zeilen mit diesem Text zeigen</translation>
    </message>
    <message>
        <source>Copy the selected lines, or all that are shown (Ctrl+C)</source>
        <translation>Die gewählten Zeilen kopieren oder alle gezeigten (Strg+C)</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Open the log&apos;s folder</source>
        <translation>Den Ordner des Protokolls öffnen</translation>
    </message>
    <message>
        <source>No log files are kept</source>
        <translation>Es werden keine Protokolldateien aufgehoben</translation>
    </message>
    <message>
        <source>The files are in %1</source>
        <translation>Die Dateien liegen in %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 Zeilen</translation>
    </message>
    <message>
        <source>%1 of %2 lines</source>
        <translation>%1 von %2 Zeilen</translation>
    </message>
</context>
<context>
    <name>kerf::ui::MainWindow</name>
    <message>
        <source>More tools</source>
        <translation>Weitere Werkzeuge</translation>
    </message>
    <message>
        <source>Kerf</source>
        <translation>Kerf</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>The folder could not be searched</source>
        <translation>Der Ordner konnte nicht durchsucht werden</translation>
    </message>
    <message>
        <source>Everything is up to date</source>
        <translation>Alles ist aktuell</translation>
    </message>
    <message>
        <source>Every photo has a result that was made with this recipe.</source>
        <translation>Jedes Foto hat ein Ergebnis, das mit diesem Rezept entstand.</translation>
    </message>
    <message>
        <source>Open photos</source>
        <translation>Offene Fotos</translation>
    </message>
    <message>
        <source>Which photos were open, the recipe and the view, to bring them back at the next start.</source>
        <translation>Welche Fotos offen waren, das Rezept und die Ansicht, um sie beim nächsten Start zurückzubringen.</translation>
    </message>
    <message>
        <source>Recent files</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>The list of files and folders in the File menu.</source>
        <translation>Die Liste der Dateien und Ordner im Menü „Datei“.</translation>
    </message>
    <message>
        <source>Verdicts</source>
        <translation>Urteile</translation>
    </message>
    <message>
        <source>Edits</source>
        <translation>Bearbeitungen</translation>
    </message>
    <message>
        <source>What you drew on photos: strokes, hints and boxes. Clearing leaves those of the open photos on them until Kerf is closed.</source>
        <translation>Was Sie auf Fotos gezeichnet haben: Striche, Hinweise und Rahmen. Löschen lässt es auf den offenen Fotos, bis Kerf geschlossen wird.</translation>
    </message>
    <message>
        <source>What you said about photos: verdicts, reasons, notes and pins. Clearing forgets them for good, those of the open photos too.</source>
        <translation>Was Sie über Fotos gesagt haben: Urteile, Gründe, Notizen und Nadeln. Löschen vergisst sie endgültig, auch die der offenen Fotos.</translation>
    </message>
    <message>
        <source>In the settings</source>
        <translation>In den Einstellungen</translation>
    </message>
    <message>
        <source>1 photo added</source>
        <translation>1 Foto hinzugefügt</translation>
    </message>
    <message>
        <source>%1 photos added</source>
        <translation>%1 Fotos hinzugefügt</translation>
    </message>
    <message>
        <source>1 duplicate</source>
        <translation>1 doppelt</translation>
    </message>
    <message>
        <source>%1 duplicates</source>
        <translation>%1 doppelt</translation>
    </message>
    <message>
        <source>%1 unsupported</source>
        <translation>%1 nicht lesbar</translation>
    </message>
    <message>
        <source>%1 not found</source>
        <translation>%1 nicht gefunden</translation>
    </message>
    <message>
        <source>Not a photo that Kerf reads: %1</source>
        <translation>Kein Foto, das Kerf liest: %1</translation>
    </message>
    <message>
        <source> and %1 more.</source>
        <translation> und %1 weitere.</translation>
    </message>
    <message>
        <source>%1 — Kerf</source>
        <translation>%1 – Kerf</translation>
    </message>
    <message>
        <source>Saved “%1”</source>
        <translation>„%1“ gespeichert</translation>
    </message>
    <message>
        <source>%1 × %2 pixels, in %3. %4</source>
        <translation>%1 × %2 Pixel, in %3. %4</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 gescheitert</translation>
    </message>
    <message>
        <source>%1 done</source>
        <translation>%1 fertig</translation>
    </message>
    <message>
        <source>%1 cancelled</source>
        <translation>%1 abgebrochen</translation>
    </message>
    <message>
        <source>The failed photos are marked in the filmstrip. Select one to see the cause and what to do.</source>
        <translation>Die gescheiterten Fotos sind im Filmstreifen gekennzeichnet. Eines wählen, um die Ursache zu sehen und was zu tun ist.</translation>
    </message>
    <message>
        <source>About “%1”</source>
        <translation>Zu „%1“</translation>
    </message>
</context>
<context>
    <name>kerf::ui::MaskSection</name>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>Edges</source>
        <translation>Kanten</translation>
    </message>
    <message>
        <source>How the network&apos;s mask is brought to the photo&apos;s size</source>
        <translation>Wie die Maske des Netzes auf die Größe des Fotos kommt</translation>
    </message>
    <message>
        <source>Smooth (bicubic)</source>
        <translation>Glatt (bikubisch)</translation>
    </message>
    <message>
        <source>As the network&apos;s authors do it</source>
        <translation>Wie es die Autoren des Netzes tun</translation>
    </message>
    <message>
        <source>Follow the photo</source>
        <translation>Dem Foto folgen</translation>
    </message>
    <message>
        <source>A guided filter lets the mask follow the photo&apos;s own edges</source>
        <translation>Ein geführter Filter lässt die Maske den Kanten des Fotos folgen</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>What finds the subject</source>
        <translation>Was das Motiv findet</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>The best engine that is there; the result says which one it was.</source>
        <translation>Das beste vorhandene Verfahren; das Ergebnis sagt, welches es war.</translation>
    </message>
    <message>
        <source>BiRefNet</source>
        <translation>BiRefNet</translation>
    </message>
    <message>
        <source>A neural network that finds the subject down to its hair.</source>
        <translation>Ein neuronales Netz, das das Motiv bis ins Haar findet.</translation>
    </message>
    <message>
        <source>GrabCut</source>
        <translation>GrabCut</translation>
    </message>
    <message>
        <source>Finds the subject by colour and place. A box around the subject helps it a lot.</source>
        <translation>Findet das Motiv nach Farbe und Ort. Ein Rahmen um das Motiv hilft ihm sehr.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Nothing is cut out: the clean photo is the result.</source>
        <translation>Nichts wird freigestellt: das bereinigte Foto ist das Ergebnis.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>The network that finds the subject, of those that are installed</source>
        <translation>Das Netz, das das Motiv findet, von den installierten</translation>
    </message>
    <message>
        <source>Draw box</source>
        <translation>Rahmen ziehen</translation>
    </message>
    <message>
        <source>Draw a box around the subject</source>
        <translation>Einen Rahmen um das Motiv ziehen</translation>
    </message>
    <message>
        <source>Draw a box around the subject with the mouse</source>
        <translation>Mit der Maus einen Rahmen um das Motiv ziehen</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Clear the box</source>
        <translation>Den Rahmen löschen</translation>
    </message>
    <message>
        <source>Take the box away</source>
        <translation>Den Rahmen wegnehmen</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Motiv</translation>
    </message>
    <message>
        <source>Where the subject is, in this photo</source>
        <translation>Wo das Motiv in diesem Foto ist</translation>
    </message>
    <message>
        <source>Box of %1 × %2 pixels, in this photo only.</source>
        <translation>Rahmen von %1 × %2 Pixeln, nur in diesem Foto.</translation>
    </message>
    <message>
        <source>No box: Kerf looks for the subject itself. A box helps where that goes wrong.</source>
        <translation>Kein Rahmen: Kerf sucht das Motiv selbst. Wo das schiefgeht, hilft ein Rahmen.</translation>
    </message>
    <message>
        <source>Kerf Mini</source>
        <translation>Kerf Mini</translation>
    </message>
    <message>
        <source>Kerf&apos;s own small network, there from the start. BiRefNet does better, above all at hair.</source>
        <translation>Kerfs eigenes kleines Netz, von Anfang an dabei. BiRefNet kann es besser, vor allem bei Haaren.</translation>
    </message>
</context>
<context>
    <name>kerf::ui::ModelDialog</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Looking through the model folder…</source>
        <translation>Der Modellordner wird durchgesehen…</translation>
    </message>
    <message>
        <source>Clean-up: noise, compression, sharpness</source>
        <translation>Bereinigung: Rauschen, Kompression, Schärfe</translation>
    </message>
    <message>
        <source>Mask: finding the subject, down to its hair</source>
        <translation>Maske: das Motiv finden, bis ins Haar</translation>
    </message>
    <message>
        <source>Show those too that can only be imported</source>
        <translation>Auch die zeigen, die nur importiert werden können</translation>
    </message>
    <message>
        <source>Official files whose hash Kerf doesn&apos;t know, so that it can&apos;t check a download</source>
        <translation>Offizielle Dateien, deren Prüfsumme Kerf nicht kennt, sodass es einen Download nicht prüfen kann</translation>
    </message>
    <message>
        <source>&amp;Download from</source>
        <translation>&amp;Herunterladen von</translation>
    </message>
    <message>
        <source>Download from</source>
        <translation>Herunterladen von</translation>
    </message>
    <message>
        <source>The official addresses</source>
        <translation>Den offiziellen Adressen</translation>
    </message>
    <message>
        <source>A folder or an https address where the files lie under their own names; empty: the official addresses</source>
        <translation>Ein Ordner oder eine https-Adresse, wo die Dateien unter ihren eigenen Namen liegen; leer: die offiziellen Adressen</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Ordner…</translation>
    </message>
    <message>
        <source>Choose a mirror folder</source>
        <translation>Einen Spiegelordner wählen</translation>
    </message>
    <message>
        <source>Folder with model files</source>
        <translation>Ordner mit Modelldateien</translation>
    </message>
    <message>
        <source>A mirror is a folder, from its root on, or an https address.</source>
        <translation>Ein Spiegel ist ein Ordner mit vollem Pfad oder eine https-Adresse.</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>Dateien importieren…</translation>
    </message>
    <message>
        <source>Copy weight files of your own into the folder</source>
        <translation>Eigene Gewichtsdateien in den Ordner kopieren</translation>
    </message>
    <message>
        <source>Verify all</source>
        <translation>Alle prüfen</translation>
    </message>
    <message>
        <source>Read all files and compare their SHA-256</source>
        <translation>Alle Dateien lesen und ihre SHA-256 vergleichen</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Show the model files</source>
        <translation>Die Modelldateien zeigen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Folder: %1, %2 free</source>
        <translation>Ordner: %1, %2 frei</translation>
    </message>
    <message>
        <source>Import “%1” as a model?</source>
        <translation>„%1“ als Modell importieren?</translation>
    </message>
    <message>
        <source>Import %1 files as models?</source>
        <translation>%1 Dateien als Modelle importieren?</translation>
    </message>
    <message>
        <source>It is copied into the model folder; the file itself stays where it is.</source>
        <translation>Sie wird in den Modellordner kopiert; die Datei selbst bleibt, wo sie ist.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>Importing “%1”…</source>
        <translation>„%1“ wird importiert…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Verbergen</translation>
    </message>
    <message>
        <source>Not imported: %1</source>
        <translation>Nicht importiert: %1</translation>
    </message>
    <message>
        <source>%1 others were imported.</source>
        <translation>%1 weitere wurden importiert.</translation>
    </message>
    <message>
        <source>“%1” is installed</source>
        <translation>„%1“ ist installiert</translation>
    </message>
    <message>
        <source>It is the official file.</source>
        <translation>Es ist die offizielle Datei.</translation>
    </message>
    <message>
        <source>It is none of the official files; Kerf can use it.</source>
        <translation>Es ist keine der offiziellen Dateien; Kerf kann sie benutzen.</translation>
    </message>
    <message>
        <source>%1 models were imported</source>
        <translation>%1 Modelle wurden importiert</translation>
    </message>
    <message>
        <source>Verifying all models…</source>
        <translation>Alle Modelle werden geprüft…</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>The one model file is in order</source>
        <translation>Die eine Modelldatei ist in Ordnung</translation>
    </message>
    <message>
        <source>All %1 files are in order</source>
        <translation>Alle %1 Dateien sind in Ordnung</translation>
    </message>
    <message>
        <source>One file isn&apos;t what it should be</source>
        <translation>Eine Datei ist nicht, was sie sein sollte</translation>
    </message>
    <message>
        <source>%1 files aren&apos;t what they should be</source>
        <translation>%1 Dateien sind nicht, was sie sein sollten</translation>
    </message>
    <message>
        <source>Models are what cleans photos and cuts subjects out. Kerf works without fetching any, but better with them. A model is fetched when you press its button, and never by itself. Files that you have already can be dropped here.</source>
        <translation>Modelle bereinigen Fotos und stellen Motive frei. Kerf arbeitet auch, ohne dass eines geholt wird, mit ihnen aber besser. Ein Modell wird geholt, wenn sein Knopf gedrückt wird, und nie von selbst. Vorhandene Dateien können hier abgelegt werden.</translation>
    </message>
    <message>
        <source>It comes with Kerf; nothing was copied.</source>
        <translation>Es gehört zu Kerf; kopiert wurde nichts.</translation>
    </message>
</context>
<context>
    <name>kerf::ui::ModelOffer</name>
    <message>
        <source>Finer hair and cleaner detail</source>
        <translation>Feineres Haar und sauberere Details</translation>
    </message>
    <message>
        <source>Kerf works as it is. With BiRefNet and Real-ESRGAN, two free models that run on this computer, it cuts and cleans far better. They&apos;re downloaded only if you say so.</source>
        <translation>Kerf arbeitet, wie es ist. Mit BiRefNet und Real-ESRGAN, zwei freien Modellen, die auf diesem Rechner laufen, stellt es weit besser frei und bereinigt besser. Sie werden nur auf Wunsch heruntergeladen.</translation>
    </message>
    <message>
        <source>See the models…</source>
        <translation>Die Modelle ansehen…</translation>
    </message>
    <message>
        <source>See the models</source>
        <translation>Die Modelle ansehen</translation>
    </message>
    <message>
        <source>What there is, what it is good for, how large it is</source>
        <translation>Was es gibt, wofür es gut ist, wie groß es ist</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>Don&apos;t show this again; Models is in the File menu</source>
        <translation>Nicht wieder zeigen; „Modelle“ steht im Menü „Datei“</translation>
    </message>
</context>
<context>
    <name>kerf::ui::ModelPicker</name>
    <message>
        <source>Best installed</source>
        <translation>Bestes installiertes</translation>
    </message>
    <message>
        <source>The best model that is installed; the result says which one it was.</source>
        <translation>Das beste installierte Modell; das Ergebnis sagt, welches es war.</translation>
    </message>
    <message>
        <source>%1 (not installed)</source>
        <translation>%1 (nicht installiert)</translation>
    </message>
</context>
<context>
    <name>kerf::ui::ModelRow</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>size not known</source>
        <translation>Größe unbekannt</translation>
    </message>
    <message>
        <source>All here; checking that it is the official file…</source>
        <translation>Alles da; es wird geprüft, ob es die offizielle Datei ist…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>resumed</source>
        <translation>fortgesetzt</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Download it from %1</source>
        <translation>Von %1 herunterladen</translation>
    </message>
    <message>
        <source>Stop; what has come is kept</source>
        <translation>Anhalten; was kam, bleibt erhalten</translation>
    </message>
    <message>
        <source>Choose its file on this computer</source>
        <translation>Seine Datei auf diesem Rechner wählen</translation>
    </message>
    <message>
        <source>Read the file and compare its SHA-256</source>
        <translation>Die Datei lesen und ihre SHA-256 vergleichen</translation>
    </message>
    <message>
        <source>Delete its file</source>
        <translation>Seine Datei löschen</translation>
    </message>
    <message>
        <source>Delete what the download has left</source>
        <translation>Löschen, was der Download hinterließ</translation>
    </message>
    <message>
        <source>Delete the file now</source>
        <translation>Die Datei jetzt löschen</translation>
    </message>
    <message>
        <source>Leave the file where it is</source>
        <translation>Die Datei lassen, wo sie ist</translation>
    </message>
    <message>
        <source>Not installed</source>
        <translation>Nicht installiert</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Wird heruntergeladen</translation>
    </message>
    <message>
        <source>Waits for its turn</source>
        <translation>Wartet, bis es an der Reihe ist</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>Wird geprüft</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Installed, verified</source>
        <translation>Installiert, geprüft</translation>
    </message>
    <message>
        <source>Installed, the one that Automatic takes</source>
        <translation>Installiert; „Automatisch“ nimmt dieses</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>%1 of %2 are here</source>
        <translation>%1 von %2 sind da</translation>
    </message>
    <message>
        <source>Can only be imported</source>
        <translation>Kann nur importiert werden</translation>
    </message>
    <message>
        <source>Delete this model&apos;s file, %1? Getting it back takes a download or an import.</source>
        <translation>Die Datei dieses Modells, %1, löschen? Sie zurückzuholen braucht einen Download oder Import.</translation>
    </message>
    <message>
        <source>Progress of %1</source>
        <translation>Fortschritt von %1</translation>
    </message>
    <message>
        <source>SHA-256 %1</source>
        <translation>SHA-256 %1</translation>
    </message>
    <message>
        <source>looks at %1 × %2</source>
        <translation>sieht %1 × %2</translation>
    </message>
    <message>
        <source>Can&apos;t be used</source>
        <translation>Nicht verwendbar</translation>
    </message>
    <message>
        <source>Comes with Kerf, verified</source>
        <translation>Gehört zu Kerf, geprüft</translation>
    </message>
    <message>
        <source>Comes with Kerf, the one that Automatic takes</source>
        <translation>Gehört zu Kerf; „Automatisch“ nimmt es</translation>
    </message>
    <message>
        <source>Comes with Kerf</source>
        <translation>Gehört zu Kerf</translation>
    </message>
</context>
<context>
    <name>kerf::ui::NoticeBar</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>kerf::ui::PhotoListModel</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Pass</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>Fail</source>
        <translation>Schlecht</translation>
    </message>
    <message>
        <source>Touch-up</source>
        <translation>Nacharbeit</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Cleaning up</source>
        <translation>Bereinigen</translation>
    </message>
    <message>
        <source>Finding the subject</source>
        <translation>Motiv finden</translation>
    </message>
    <message>
        <source>Editing the matte</source>
        <translation>Maske bearbeiten</translation>
    </message>
    <message>
        <source>Clearing edge colours</source>
        <translation>Kantenfarben säubern</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Running %1 %</source>
        <translation>Läuft, %1 %</translation>
    </message>
    <message>
        <source>Done, outdated</source>
        <translation>Fertig, veraltet</translation>
    </message>
    <message>
        <source>&lt;p&gt;The recipe was changed since this result was made. Run it again to update it.&lt;/p&gt;</source>
        <translation>&lt;p&gt;Das Rezept wurde seit diesem Ergebnis geändert. Zum Aktualisieren noch einmal ausführen.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;p&gt;Done in %1 s. Drag it out to use the cut-out elsewhere.&lt;/p&gt;</source>
        <translation>&lt;p&gt;Fertig in %1 s. Herausziehen, um das Freigestellte anderswo zu verwenden.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>%1 bits</source>
        <translation>%1 Bit</translation>
    </message>
    <message>
        <source>alpha</source>
        <translation>Alpha</translation>
    </message>
    <message>
        <source>Laying the background</source>
        <translation>Hintergrund legen</translation>
    </message>
</context>
<context>
    <name>kerf::ui::PlaceGrid</name>
    <message>
        <source>Top left</source>
        <translation>Oben links</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Oben</translation>
    </message>
    <message>
        <source>Top right</source>
        <translation>Oben rechts</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Middle</source>
        <translation>Mitte</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>Bottom left</source>
        <translation>Unten links</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>Unten</translation>
    </message>
    <message>
        <source>Bottom right</source>
        <translation>Unten rechts</translation>
    </message>
</context>
<context>
    <name>kerf::ui::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Computing</source>
        <translation>Rechnen</translation>
    </message>
    <message>
        <source>How photos are computed where their recipe leaves it open. A photo whose result was made otherwise is marked as outdated.</source>
        <translation>Wie Fotos berechnet werden, wo ihr Rezept es offen lässt. Ein Foto, dessen Ergebnis anders entstand, gilt als veraltet.</translation>
    </message>
    <message>
        <source>Automatic: the GPU where there is one</source>
        <translation>Automatisch: die GPU, wo es eine gibt</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>GPU (CUDA)</source>
        <translation>GPU (CUDA)</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>What the nets run on</source>
        <translation>Worauf die Netze laufen</translation>
    </message>
    <message>
        <source>Fail rather than fall back to the CPU</source>
        <translation>Scheitern, statt auf die CPU auszuweichen</translation>
    </message>
    <message>
        <source>Fallback</source>
        <translation>Ausweichen</translation>
    </message>
    <message>
        <source>A photo that can&apos;t have the GPU fails and says why</source>
        <translation>Ein Foto, das die GPU nicht bekommt, scheitert und sagt warum</translation>
    </message>
    <message>
        <source>Automatic: the fastest that looks the same</source>
        <translation>Automatisch: der schnellste, der gleich aussieht</translation>
    </message>
    <message>
        <source>fp32: the most exact</source>
        <translation>fp32: der genaueste</translation>
    </message>
    <message>
        <source>bf16</source>
        <translation>bf16</translation>
    </message>
    <message>
        <source>fp16</source>
        <translation>fp16</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>The type of number that the nets compute in</source>
        <translation>Die Art Zahlen, mit denen die Netze rechnen</translation>
    </message>
    <message>
        <source>One per processor</source>
        <translation>Einer je Prozessor</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Of the nets on the CPU; fewer leave more to other programs</source>
        <translation>Der Netze auf der CPU; weniger lassen anderen Programmen mehr</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>Keep nothing</source>
        <translation>Nichts behalten</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Arbeitsspeicher</translation>
    </message>
    <message>
        <source>For decoded photos and results that are kept; more means that going back to a photo is instant</source>
        <translation>Für entpackte Fotos und Ergebnisse, die behalten werden; mehr heißt, dass die Rückkehr zu einem Foto sofort geht</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choose: %1</source>
        <translation>Wählen: %1</translation>
    </message>
    <message>
        <source>Choose another folder</source>
        <translation>Einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Where things are put unless you choose another place. Nothing that is there is moved.</source>
        <translation>Wohin Dinge kommen, wenn kein anderer Ort gewählt wird. Nichts Vorhandenes wird verschoben.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Where Export all starts</source>
        <translation>Wo „Alle exportieren“ beginnt</translation>
    </message>
    <message>
        <source>Folder for Export all</source>
        <translation>Ordner für „Alle exportieren“</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Where models lie; counts from the next start on</source>
        <translation>Wo Modelle liegen; gilt ab dem nächsten Start</translation>
    </message>
    <message>
        <source>Folder for models</source>
        <translation>Ordner für Modelle</translation>
    </message>
    <message>
        <source>Another model folder counts from the next start on.</source>
        <translation>Ein anderer Modellordner gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>The ground around a photo stays neutral grey in every theme, so that colours can be judged.</source>
        <translation>Der Grund um ein Foto bleibt in jedem Aussehen neutral grau, damit Farben beurteilt werden können.</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Hell oder dunkel</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Of letters and controls; counts from the next start on</source>
        <translation>Von Schrift und Bedienelementen; gilt ab dem nächsten Start</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Counts from the next start on</source>
        <translation>Gilt ab dem nächsten Start</translation>
    </message>
    <message>
        <source>Size and language count from the next start on.</source>
        <translation>Größe und Sprache gelten ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Choose an action, then record its key. Changed ones stand out.</source>
        <translation>Eine Aktion wählen, dann ihre Taste aufnehmen. Geänderte sind hervorgehoben.</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Privatsphäre</translation>
    </message>
    <message>
        <source>Kerf connects to nothing by itself: only a download that you start does. Your photos never leave this computer. This is what it keeps on it:</source>
        <translation>Kerf verbindet sich von selbst mit nichts: nur ein Download, den Sie starten. Ihre Fotos verlassen diesen Rechner nie. Das hebt es auf ihm auf:</translation>
    </message>
    <message>
        <source>Keep new ones</source>
        <translation>Neue behalten</translation>
    </message>
    <message>
        <source>Keep new ones: %1</source>
        <translation>Neue behalten: %1</translation>
    </message>
    <message>
        <source>Without it none is written from now on</source>
        <translation>Ohne dies wird von jetzt an keines geschrieben</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Clear: %1</source>
        <translation>Löschen: %1</translation>
    </message>
    <message>
        <source>Delete it now; there is no way back</source>
        <translation>Jetzt löschen; es gibt kein Zurück</translation>
    </message>
    <message>
        <source>Cleared</source>
        <translation>Gelöscht</translation>
    </message>
    <message>
        <source>Cleared: %1</source>
        <translation>Gelöscht: %1</translation>
    </message>
    <message>
        <source>Really clear?</source>
        <translation>Wirklich löschen?</translation>
    </message>
    <message>
        <source>Really clear: %1</source>
        <translation>Wirklich löschen: %1</translation>
    </message>
    <message>
        <source>Asked for each time</source>
        <translation>Wird jedes Mal gefragt</translation>
    </message>
</context>
<context>
    <name>kerf::ui::PresetBar</name>
    <message>
        <source>Preset</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>A recipe to start from</source>
        <translation>Ein Rezept für den Anfang</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Save, rename, delete, import or export presets</source>
        <translation>Vorlagen speichern, umbenennen, löschen, importieren oder exportieren</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>The preset was not saved</source>
        <translation>Die Vorlage wurde nicht gespeichert</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter…</translation>
    </message>
    <message>
        <source>Back to the preset</source>
        <translation>Zurück zur Vorlage</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Name of the preset</source>
        <translation>Name der Vorlage</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Leave the presets as they are</source>
        <translation>Die Vorlagen lassen, wie sie sind</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Presets that can&apos;t be read were left as they are</source>
        <translation>Vorgaben, die nicht lesbar sind, wurden gelassen, wie sie sind</translation>
    </message>
    <message>
        <source>Preset, modified</source>
        <translation>Vorlage, geändert</translation>
    </message>
    <message>
        <source>Modified. “Save” keeps the changes in the preset.</source>
        <translation>Geändert. „Speichern“ hält die Änderungen in der Vorlage fest.</translation>
    </message>
    <message>
        <source>Modified. “Save as…” makes a preset of your own.</source>
        <translation>Geändert. „Speichern unter…“ macht daraus eine eigene Vorlage.</translation>
    </message>
    <message>
        <source>Delete “%1”? Its file is removed.</source>
        <translation>„%1“ löschen? Die Datei wird entfernt.</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>The preset was not deleted</source>
        <translation>Die Vorlage wurde nicht gelöscht</translation>
    </message>
    <message>
        <source>The recipe was not imported</source>
        <translation>Das Rezept wurde nicht importiert</translation>
    </message>
    <message>
        <source>The recipe was not exported</source>
        <translation>Das Rezept wurde nicht exportiert</translation>
    </message>
</context>
<context>
    <name>kerf::ui::RecentMenu</name>
    <message>
        <source>Open recent</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Clear this list</source>
        <translation>Diese Liste leeren</translation>
    </message>
</context>
<context>
    <name>kerf::ui::RecipePanel</name>
    <message>
        <source>One recipe for all photos. Only the box belongs to a single photo.</source>
        <translation>Ein Rezept für alle Fotos. Nur der Rahmen gehört zu einem einzelnen Foto.</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
</context>
<context>
    <name>kerf::ui::RecipeSection</name>
    <message>
        <source>%1, slider</source>
        <translation>%1, Regler</translation>
    </message>
</context>
<context>
    <name>kerf::ui::RegionDesk</name>
    <message>
        <source>Previewing…</source>
        <translation>Vorschau…</translation>
    </message>
    <message>
        <source>Previewing… %1 %</source>
        <translation>Vorschau… %1 %</translation>
    </message>
    <message>
        <source>Preview of this region: %1</source>
        <translation>Vorschau dieses Bereichs: %1</translation>
    </message>
</context>
<context>
    <name>kerf::ui::ResultCard</name>
    <message>
        <source>Clean-up</source>
        <translation>Bereinigung</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>Edits</source>
        <translation>Bearbeitungen</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Ausarbeitung</translation>
    </message>
    <message>
        <source>Edge colours</source>
        <translation>Kantenfarben</translation>
    </message>
    <message>
        <source>NLM denoise</source>
        <translation>NLM-Entrauschen</translation>
    </message>
    <message>
        <source>NLM denoise (OpenCV)</source>
        <translation>NLM-Entrauschen (OpenCV)</translation>
    </message>
    <message>
        <source>GrabCut</source>
        <translation>GrabCut</translation>
    </message>
    <message>
        <source>Real-ESRGAN</source>
        <translation>Real-ESRGAN</translation>
    </message>
    <message>
        <source>BiRefNet</source>
        <translation>BiRefNet</translation>
    </message>
    <message>
        <source>Edge settings</source>
        <translation>Kanteneinstellungen</translation>
    </message>
    <message>
        <source>Black and white</source>
        <translation>Schwarzweiß</translation>
    </message>
    <message>
        <source>Blur fusion</source>
        <translation>Weichzeichner-Fusion</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>Hide how it was made</source>
        <translation>Verbergen, wie es entstand</translation>
    </message>
    <message>
        <source>Show how it was made</source>
        <translation>Zeigen, wie es entstand</translation>
    </message>
    <message>
        <source>Outdated</source>
        <translation>Veraltet</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>1 note</source>
        <translation>1 Vermerk</translation>
    </message>
    <message>
        <source>%1 notes</source>
        <translation>%1 Vermerke</translation>
    </message>
    <message>
        <source>Outdated: the recipe was changed. Run again to update.</source>
        <translation>Veraltet: das Rezept wurde geändert. Zum Aktualisieren noch einmal ausführen.</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Composition</source>
        <translation>Komposition</translation>
    </message>
    <message>
        <source>Frame and background</source>
        <translation>Rahmen und Hintergrund</translation>
    </message>
    <message>
        <source>Kerf Mini</source>
        <translation>Kerf Mini</translation>
    </message>
</context>
<context>
    <name>kerf::ui::RunBar</name>
    <message>
        <source>A holds true mattes</source>
        <translation>A enthält wahre Masken</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>Tauschen</translation>
    </message>
    <message>
        <source>B becomes A, and A becomes B</source>
        <translation>B wird A, und A wird B</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Compare the two, picture by picture</source>
        <translation>Die beiden Bild für Bild vergleichen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop comparing; what is compared stays in the list (Esc)</source>
        <translation>Den Vergleich beenden; was verglichen ist, bleibt in der Liste (Esc)</translation>
    </message>
    <message>
        <source>A’s pictures are mattes whatever their colours. Grey pictures without alpha are taken for mattes anyway</source>
        <translation>Die Bilder von A sind Masken, gleich welche Farben sie haben. Graue Bilder ohne Alpha gelten ohnehin als Masken</translation>
    </message>
    <message>
        <source>Pairs compared</source>
        <translation>Verglichene Paare</translation>
    </message>
    <message>
        <source>Run A</source>
        <translation>Lauf A</translation>
    </message>
    <message>
        <source>Run B</source>
        <translation>Lauf B</translation>
    </message>
    <message>
        <source>An earlier run, or a folder of true mattes: choose it or drop it here</source>
        <translation>Ein früherer Lauf oder ein Ordner mit wahren Masken: auswählen oder hier ablegen</translation>
    </message>
    <message>
        <source>The run to judge: choose it or drop it here</source>
        <translation>Der Lauf, der beurteilt wird: auswählen oder hier ablegen</translation>
    </message>
    <message>
        <source>A, compared with</source>
        <translation>A, verglichen mit</translation>
    </message>
    <message>
        <source>B, judged</source>
        <translation>B, beurteilt</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Auswählen…</translation>
    </message>
    <message>
        <source>Choose the folder to compare with</source>
        <translation>Den Ordner auswählen, mit dem verglichen wird</translation>
    </message>
    <message>
        <source>Choose the folder to judge</source>
        <translation>Den Ordner auswählen, der beurteilt wird</translation>
    </message>
    <message>
        <source>Choose run A</source>
        <translation>Lauf A auswählen</translation>
    </message>
    <message>
        <source>Choose run B</source>
        <translation>Lauf B auswählen</translation>
    </message>
</context>
<context>
    <name>kerf::ui::RunPairModel</name>
    <message>
        <source>%1
%2</source>
        <translation>%1
%2</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>Paar</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Also changed</source>
        <translation>Außerdem geändert</translation>
    </message>
</context>
<context>
    <name>kerf::ui::RunView</name>
    <message>
        <source>Pictures A and B</source>
        <translation>Bilder A und B</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>Picture A alone (Q flips between A and B)</source>
        <translation>Nur Bild A (Q wechselt zwischen A und B)</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>Picture B alone (Q flips between A and B)</source>
        <translation>Nur Bild B (Q wechselt zwischen A und B)</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>Trennlinie</translation>
    </message>
    <message>
        <source>A on one side of the divider, B on the other (W)</source>
        <translation>A auf der einen Seite der Trennlinie, B auf der anderen (W)</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>A and B next to each other, with one zoom and place (Shift+W)</source>
        <translation>A und B nebeneinander, mit gemeinsamem Ausschnitt (Umschalt+W)</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>What sets A and B apart, enlarged (Shift+D)</source>
        <translation>Was A und B unterscheidet, verstärkt (Umschalt+D)</translation>
    </message>
    <message>
        <source>Onion skin</source>
        <translation>Überlagerung</translation>
    </message>
    <message>
        <source>B laid over A (Shift+O)</source>
        <translation>B über A gelegt (Umschalt+O)</translation>
    </message>
    <message>
        <source>Gain of the difference</source>
        <translation>Verstärkung der Differenz</translation>
    </message>
    <message>
        <source>How much the difference is enlarged</source>
        <translation>Wie stark die Differenz verstärkt wird</translation>
    </message>
    <message>
        <source>× </source>
        <translation>× </translation>
    </message>
    <message>
        <source>What the cut-outs lie on</source>
        <translation>Worauf die Freisteller liegen</translation>
    </message>
    <message>
        <source>What the cut-outs lie on, or their alpha as grey</source>
        <translation>Worauf die Freisteller liegen, oder ihr Alpha als Grau</translation>
    </message>
    <message>
        <source>On checkerboard</source>
        <translation>Auf Schachbrett</translation>
    </message>
    <message>
        <source>On black</source>
        <translation>Auf Schwarz</translation>
    </message>
    <message>
        <source>On white</source>
        <translation>Auf Weiß</translation>
    </message>
    <message>
        <source>On grey</source>
        <translation>Auf Grau</translation>
    </message>
    <message>
        <source>Alpha as grey</source>
        <translation>Alpha als Grau</translation>
    </message>
    <message>
        <source>Matte monitor</source>
        <translation>Maskenmonitor</translation>
    </message>
    <message>
        <source>Colours without alpha</source>
        <translation>Farben ohne Alpha</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
</context>
<context>
    <name>kerf::ui::RunWindow</name>
    <message>
        <source>Save report…</source>
        <translation>Bericht speichern…</translation>
    </message>
    <message>
        <source>Compare two runs</source>
        <translation>Zwei Läufe vergleichen</translation>
    </message>
    <message>
        <source>Search the pairs</source>
        <translation>Die Paare durchsuchen</translation>
    </message>
    <message>
        <source>Name, reason or note</source>
        <translation>Name, Grund oder Notiz</translation>
    </message>
    <message>
        <source>Show pairs with this in their name, reason or note (Ctrl+F)</source>
        <translation>Paare zeigen, die dies in Name, Grund oder Notiz haben (Strg+F)</translation>
    </message>
    <message>
        <source>Pairs shown</source>
        <translation>Gezeigte Paare</translation>
    </message>
    <message>
        <source>Which pairs are in the list</source>
        <translation>Welche Paare in der Liste sind</translation>
    </message>
    <message>
        <source>All pairs</source>
        <translation>Alle Paare</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>In one run only</source>
        <translation>Nur in einem Lauf</translation>
    </message>
    <message>
        <source>Renamed</source>
        <translation>Umbenannt</translation>
    </message>
    <message>
        <source>Not judged</source>
        <translation>Nicht beurteilt</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Bestanden</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Durchgefallen</translation>
    </message>
    <message>
        <source>To touch up</source>
        <translation>Nachzubearbeiten</translation>
    </message>
    <message>
        <source>Write JSON, CSV and a contact sheet in one HTML file into a folder</source>
        <translation>JSON, CSV und einen Kontaktbogen in einer HTML-Datei in einen Ordner schreiben</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>Paare</translation>
    </message>
    <message>
        <source>The two could not be compared</source>
        <translation>Die beiden konnten nicht verglichen werden</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>What was compared until then is in the list. A report needs the whole comparison.</source>
        <translation>Was bis dahin verglichen war, ist in der Liste. Ein Bericht braucht den ganzen Vergleich.</translation>
    </message>
    <message>
        <source>Your verdicts could not be saved beside the run; they are in this window only</source>
        <translation>Ihre Urteile konnten nicht neben dem Lauf gespeichert werden; sie sind nur in diesem Fenster</translation>
    </message>
    <message>
        <source>Compare with this run</source>
        <translation>Mit diesem Lauf vergleichen</translation>
    </message>
    <message>
        <source>Judge this run</source>
        <translation>Diesen Lauf beurteilen</translation>
    </message>
    <message>
        <source>The verdicts beside this run can’t be read, so none can be kept</source>
        <translation>Die Urteile neben diesem Lauf können nicht gelesen werden, daher kann keines gespeichert werden</translation>
    </message>
    <message>
        <source>There are no pictures in either folder</source>
        <translation>In keinem der Ordner sind Bilder</translation>
    </message>
    <message>
        <source>Choose the folders that the results were written to.</source>
        <translation>Wählen Sie die Ordner aus, in die die Ergebnisse geschrieben wurden.</translation>
    </message>
    <message>
        <source>A folder could not be listed</source>
        <translation>Ein Ordner konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>Save the report in</source>
        <translation>Bericht speichern in</translation>
    </message>
    <message>
        <source>The report could not be saved</source>
        <translation>Der Bericht konnte nicht gespeichert werden</translation>
    </message>
    <message>
        <source>The report is saved</source>
        <translation>Der Bericht ist gespeichert</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>%1 of %2 pairs</source>
        <translation>%1 von %2 Paaren</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>Choose two folders above, or drop them here. Their files are paired by name.</source>
        <translation>Wählen Sie oben zwei Ordner aus oder legen Sie sie hier ab. Die Dateien werden nach ihren Namen gepaart.</translation>
    </message>
    <message>
        <source>%1 pairs</source>
        <translation>%1 Paare</translation>
    </message>
</context>
<context>
    <name>kerf::ui::Section</name>
    <message>
        <source>Show or hide “%1”</source>
        <translation>„%1“ zeigen oder verbergen</translation>
    </message>
    <message>
        <source>%1, changed</source>
        <translation>%1, geändert</translation>
    </message>
</context>
<context>
    <name>kerf::ui::SettingRow</name>
    <message>
        <source>Reset %1</source>
        <translation>%1 zurücksetzen</translation>
    </message>
    <message>
        <source>Back to the default</source>
        <translation>Zurück zur Vorgabe</translation>
    </message>
</context>
<context>
    <name>kerf::ui::ShadowSection</name>
    <message>
        <source>Shadow</source>
        <translation>Schatten</translation>
    </message>
    <message>
        <source>What the subject throws on what lies behind it</source>
        <translation>Was das Motiv auf das wirft, was dahinter liegt</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>No shadow</source>
        <translation>Kein Schatten</translation>
    </message>
    <message>
        <source>Soft</source>
        <translation>Weich</translation>
    </message>
    <message>
        <source>A soft shadow; part of the alpha where the background is transparent</source>
        <translation>Ein weicher Schatten; Teil des Alphas, wo der Hintergrund durchsichtig ist</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>How dark the shadow is</source>
        <translation>Wie dunkel der Schatten ist</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Softness</source>
        <translation>Weichheit</translation>
    </message>
    <message>
        <source>How far its edge fades, as a share of the picture&apos;s shorter side</source>
        <translation>Wie weit sein Rand ausläuft, als Anteil der kürzeren Bildseite</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>How far it falls from the subject, as a share of the picture&apos;s shorter side</source>
        <translation>Wie weit er vom Motiv fällt, als Anteil der kürzeren Bildseite</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Richtung</translation>
    </message>
    <message>
        <source>Where the shadow falls to: 90° is to the right, 180° down</source>
        <translation>Wohin der Schatten fällt: 90° ist nach rechts, 180° nach unten</translation>
    </message>
    <message>
        <source>°</source>
        <translation>°</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>The shadow&apos;s colour</source>
        <translation>Die Farbe des Schattens</translation>
    </message>
</context>
<context>
    <name>kerf::ui::ShortcutEditor</name>
    <message>
        <source>Search actions and keys</source>
        <translation>Aktionen und Tasten suchen</translation>
    </message>
    <message>
        <source>Search by name or key</source>
        <translation>Nach Name oder Taste suchen</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>Aktionen und ihre Tasten</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Record key</source>
        <translation>Taste aufnehmen</translation>
    </message>
    <message>
        <source>Then press the key; Esc leaves it as it is</source>
        <translation>Dann die Taste drücken; Esc lässt es, wie es ist</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Keine Taste</translation>
    </message>
    <message>
        <source>Take the keys away from this action</source>
        <translation>Dieser Aktion die Tasten nehmen</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Give this action its own keys back</source>
        <translation>Dieser Aktion ihre Tasten zurückgeben</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Alle zurücksetzen</translation>
    </message>
    <message>
        <source>Give every action its own keys back</source>
        <translation>Jeder Aktion ihre Tasten zurückgeben</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Changed; by default: %1</source>
        <translation>Geändert; Vorgabe: %1</translation>
    </message>
    <message>
        <source>Press a key…</source>
        <translation>Eine Taste drücken…</translation>
    </message>
    <message>
        <source>%1 belongs to “%2”</source>
        <translation>%1 gehört zu „%2“</translation>
    </message>
    <message>
        <source>A key can do one thing only.</source>
        <translation>Eine Taste kann nur eines tun.</translation>
    </message>
    <message>
        <source>Take it from there</source>
        <translation>Von dort nehmen</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>Lassen</translation>
    </message>
    <message>
        <source>Its key belongs to “%1” now</source>
        <translation>Die Taste gehört jetzt zu „%1“</translation>
    </message>
    <message>
        <source>Reset that one first, or record another key.</source>
        <translation>Erst jene zurücksetzen oder eine andere Taste aufnehmen.</translation>
    </message>
</context>
<context>
    <name>kerf::ui::SidePanel</name>
    <message>
        <source>Side panel</source>
        <translation>Seitenleiste</translation>
    </message>
    <message>
        <source>Pages of the side panel</source>
        <translation>Seiten der Seitenleiste</translation>
    </message>
</context>
<context>
    <name>kerf::ui::SittingDesk</name>
    <message>
        <source>1 photo of last time is not there</source>
        <translation>1 Foto vom letzten Mal ist nicht da</translation>
    </message>
    <message>
        <source>%1 photos of last time are not there</source>
        <translation>%1 Fotos vom letzten Mal sind nicht da</translation>
    </message>
    <message>
        <source>Moved, removed, or on a drive that is not connected: %1</source>
        <translation>Verschoben, entfernt oder auf einem nicht verbundenen Laufwerk: %1</translation>
    </message>
    <message>
        <source> and %1 more.</source>
        <translation> und %1 weitere.</translation>
    </message>
</context>
<context>
    <name>kerf::ui::StatusLine</name>
    <message>
        <source>Overall progress</source>
        <translation>Gesamtfortschritt</translation>
    </message>
    <message>
        <source>The pixel under the cursor: position, original and result</source>
        <translation>Der Pixel unter dem Zeiger: Ort, Original und Ergebnis</translation>
    </message>
    <message>
        <source>Zoom: at 100 % one pixel of the photo is one of the screen</source>
        <translation>Zoom: bei 100 % ist ein Pixel des Fotos einer des Bildschirms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source> · %1 %</source>
        <translation> · %1 %</translation>
    </message>
    <message>
        <source> · about %1 left</source>
        <translation> · noch etwa %1</translation>
    </message>
    <message>
        <source>No photos yet</source>
        <translation>Noch keine Fotos</translation>
    </message>
    <message>
        <source>1 photo</source>
        <translation>1 Foto</translation>
    </message>
    <message>
        <source>%1 photos</source>
        <translation>%1 Fotos</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>the next photo runs here</source>
        <translation>das nächste Foto läuft hier</translation>
    </message>
    <message>
        <source>made this result</source>
        <translation>hat dieses Ergebnis gemacht</translation>
    </message>
    <message>
        <source>CPU · %1</source>
        <translation>CPU · %1</translation>
    </message>
    <message>
        <source>GPU · %1</source>
        <translation>GPU · %1</translation>
    </message>
    <message>
        <source>LibTorch: %1</source>
        <translation>LibTorch: %1</translation>
    </message>
</context>
<context>
    <name>kerf::ui::TriageDesk</name>
    <message>
        <source>Matte</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>kerf::ui::TriagePanel</name>
    <message>
        <source>Alpha histogram</source>
        <translation>Alpha-Histogramm</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>Zahlen</translation>
    </message>
    <message>
        <source>Self-checks of the clean-up</source>
        <translation>Selbstprüfungen der Bereinigung</translation>
    </message>
    <message>
        <source>Thresholds of the flags</source>
        <translation>Schwellen der Meldungen</translation>
    </message>
    <message>
        <source>Matte</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Vorige</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Nächste</translation>
    </message>
    <message>
        <source>Previous suspicious place</source>
        <translation>Vorige verdächtige Stelle</translation>
    </message>
    <message>
        <source>Next suspicious place</source>
        <translation>Nächste verdächtige Stelle</translation>
    </message>
    <message>
        <source>The suspicious place before, larger ones first</source>
        <translation>Die verdächtige Stelle davor, größere zuerst</translation>
    </message>
    <message>
        <source>The next suspicious place, largest first</source>
        <translation>Die nächste verdächtige Stelle, die größte zuerst</translation>
    </message>
    <message>
        <source>Run the photo to see what its matte is like.</source>
        <translation>Das Foto ausführen, um zu sehen, wie seine Maske ist.</translation>
    </message>
    <message>
        <source>There is no mask to look at: the mask was off, and the photo has no alpha of its own.</source>
        <translation>Es gibt keine Maske anzusehen: die Maske war aus, und das Foto hat kein eigenes Alpha.</translation>
    </message>
    <message>
        <source>Nothing is beyond its threshold.</source>
        <translation>Nichts liegt jenseits seiner Schwelle.</translation>
    </message>
    <message>
        <source>1 flag</source>
        <translation>1 Meldung</translation>
    </message>
    <message>
        <source>%1 flags</source>
        <translation>%1 Meldungen</translation>
    </message>
    <message>
        <source>%1 of %2 · %3</source>
        <translation>%1 von %2 · %3</translation>
    </message>
    <message>
        <source>1 suspicious place</source>
        <translation>1 verdächtige Stelle</translation>
    </message>
    <message>
        <source>%1 suspicious places</source>
        <translation>%1 verdächtige Stellen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>%1 · largest %2</source>
        <translation>%1 · größte %2</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>Abdeckung</translation>
    </message>
    <message>
        <source>Mean alpha of the picture</source>
        <translation>Mittleres Alpha des Bildes</translation>
    </message>
    <message>
        <source>Exactly 0</source>
        <translation>Genau 0</translation>
    </message>
    <message>
        <source>Pixels that are wholly cut away</source>
        <translation>Pixel, die ganz weggeschnitten sind</translation>
    </message>
    <message>
        <source>Between</source>
        <translation>Dazwischen</translation>
    </message>
    <message>
        <source>Pixels that are neither 0 nor 1</source>
        <translation>Pixel, die weder 0 noch 1 sind</translation>
    </message>
    <message>
        <source>Exactly 1</source>
        <translation>Genau 1</translation>
    </message>
    <message>
        <source>Pixels that are wholly subject</source>
        <translation>Pixel, die ganz Motiv sind</translation>
    </message>
    <message>
        <source>Haze</source>
        <translation>Dunst</translation>
    </message>
    <message>
        <source>Pixels above 0, but at most 0.05</source>
        <translation>Pixel über 0, aber höchstens 0,05</translation>
    </message>
    <message>
        <source>Edge width, median</source>
        <translation>Kantenbreite, Median</translation>
    </message>
    <message>
        <source>From 5 % to 95 % alpha, in pixels of the result; half of the edge is narrower</source>
        <translation>Von 5 % bis 95 % Alpha, in Pixeln des Ergebnisses; die Hälfte der Kante ist schmaler</translation>
    </message>
    <message>
        <source>Edge width, 90 %</source>
        <translation>Kantenbreite, 90 %</translation>
    </message>
    <message>
        <source>A tenth of the edge is wider</source>
        <translation>Ein Zehntel der Kante ist breiter</translation>
    </message>
    <message>
        <source>Edge width, widest</source>
        <translation>Kantenbreite, größte</translation>
    </message>
    <message>
        <source>Soft inside</source>
        <translation>Innen weich</translation>
    </message>
    <message>
        <source>Pixels from 0.05 to 0.95 further than %1 px from any 0</source>
        <translation>Pixel von 0,05 bis 0,95, weiter als %1 px von jeder 0</translation>
    </message>
    <message>
        <source>Holes</source>
        <translation>Löcher</translation>
    </message>
    <message>
        <source>Parts of the background that the subject surrounds</source>
        <translation>Teile des Hintergrunds, die das Motiv umschließt</translation>
    </message>
    <message>
        <source>Pieces apart</source>
        <translation>Einzelne Stücke</translation>
    </message>
    <message>
        <source>All pieces but the largest</source>
        <translation>Alle Stücke außer dem größten</translation>
    </message>
    <message>
        <source>Faint remains</source>
        <translation>Schwache Reste</translation>
    </message>
    <message>
        <source>Patches below 0.5 apart from the subject</source>
        <translation>Flecken unter 0,5 abseits des Motivs</translation>
    </message>
    <message>
        <source>Frame, left and right</source>
        <translation>Rand, links und rechts</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>How much of these sides the subject touches</source>
        <translation>Wie viel dieser Seiten das Motiv berührt</translation>
    </message>
    <message>
        <source>Frame, top and bottom</source>
        <translation>Rand, oben und unten</translation>
    </message>
    <message>
        <source>1 mask pixel</source>
        <translation>1 Maskenpixel</translation>
    </message>
    <message>
        <source>%1 image pixels</source>
        <translation>%1 Bildpixel</translation>
    </message>
    <message>
        <source>How coarse the engine&apos;s own mask was, side by side</source>
        <translation>Wie grob die eigene Maske des Verfahrens war, Seite an Seite</translation>
    </message>
</context>
<context>
    <name>kerf::ui::WindowTools</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Your choices, your keys, the last folders and the window&apos;s layout. Clearing forgets folders and layout; your choices stay.</source>
        <translation>Die Einstellungen, die Tasten, die letzten Ordner und die Aufteilung des Fensters. Löschen vergisst Ordner und Aufteilung; die Einstellungen bleiben.</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>What happened, with the names of photos, to find out what went wrong.</source>
        <translation>Was geschah, mit den Namen der Fotos, um herauszufinden, was schiefging.</translation>
    </message>
    <message>
        <source>In memory only</source>
        <translation>Nur im Arbeitsspeicher</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>Vorschaubilder</translation>
    </message>
    <message>
        <source>Small pictures of photos that you have opened. They are the desktop&apos;s, which shares them between programs and clears them.</source>
        <translation>Kleine Bilder geöffneter Fotos. Sie gehören dem Desktop, der sie zwischen Programmen teilt und löscht.</translation>
    </message>
</context>
</TS>
