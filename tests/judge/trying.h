/* trying.h - changes are switched on, one after the other or several at once,
 * and all scenes are played with them.
 */
#ifndef HANDLOOP_TRYING_H
#define HANDLOOP_TRYING_H

/* Of the exercise that is asked. */
int count_scenes(void);

/* Find the first of those numbers with which all scenes are right, this scene
 * first; or else the one with which most are, and more than so many.  Print it,
 * and how many are.  Behind a "+" they are all switched on together: print so
 * few of them as are needed.  If that scene is right here without any of them
 * (it depends on where it is run) they prove nothing: print 0, and how many
 * are. */
int try_changes(int scene, int right, char **numbers);

#endif
